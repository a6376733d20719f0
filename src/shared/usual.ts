/** How many continuations are composed to take the best of, unless told otherwise. */
export const usualVariations = 4;

/** How many can be composed at most to take the best of. */
export const mostVariations = 8;

/** How strongly sections are led to lengths that suit the tune, unless told otherwise. */
export const usualSectionStrength = 0.8;
