/** How many continuations are composed to take the best of, unless told otherwise. */
export const usualVariations = 4;

/** How many can be composed at most to take the best of. */
export const mostVariations = 8;

/** How much of what the tune has comes back, unless told otherwise: as much as the model has learned. */
export const usualMotifStrength = 1;
/** The most that it can be. */
export const mostMotifStrength = 2;

/** How strongly sections are led to lengths that suit the tune, unless told otherwise. */
export const usualSectionStrength = 0.75;
