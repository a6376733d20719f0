import * as tf from "@tensorflow/tfjs-core";

/** Changes a model's variables along their gradients. */
export interface Optimizer {
  /** Takes one step of size `rate`; the gradients stay the caller's. */
  apply(gradients: ReadonlyMap<string, tf.Tensor>, rate: number): void;
  /** Frees what the optimizer remembers. */
  dispose(): void;
}

/** Plain gradient descent: w ← w − rate · g. */
export function sgd(variables: ReadonlyMap<string, tf.Variable>): Optimizer {
  return {
    apply(gradients, rate) {
      for (const [name, gradient] of gradients) {
        const variable = variables.get(name) as tf.Variable;
        tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(gradient, rate))));
      }
    },
    dispose() {},
  };
}

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay on matrices (Loshchilov and Hutter 2019), β = (.9, .99), ε = 1e-8:
 * w ← w − rate · (m̂ / (√v̂ + ε) + decay · w).
 */
export function adam(variables: ReadonlyMap<string, tf.Variable>, decay: number): Optimizer {
  const beta1 = 0.9;
  const beta2 = 0.99;
  const moments = new Map<string, { mean: tf.Variable; square: tf.Variable }>();
  for (const [name, variable] of variables) {
    const zeros = tf.zerosLike(variable);
    moments.set(name, { mean: tf.variable(zeros, false), square: tf.variable(zeros, false) });
    zeros.dispose();
  }
  let steps = 0;
  return {
    apply(gradients, rate) {
      steps++;
      const size = rate / (1 - beta1 ** steps);
      const correction = 1 / Math.sqrt(1 - beta2 ** steps);
      for (const [name, gradient] of gradients) {
        const variable = variables.get(name) as tf.Variable;
        const { mean, square } = moments.get(name) as { mean: tf.Variable; square: tf.Variable };
        tf.tidy(() => {
          mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
          square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const root = tf.add(tf.mul(tf.sqrt(square), correction), 1e-8);
          let next = tf.sub(variable, tf.mul(tf.div(mean, root), size));
          if (decay > 0 && variable.rank > 1) next = tf.sub(next, tf.mul(variable, rate * decay));
          variable.assign(next);
        });
      }
    },
    dispose() {
      for (const { mean, square } of moments.values()) {
        mean.dispose();
        square.dispose();
      }
    },
  };
}

/** Scales gradients down together so that their common norm is at most `most`; gives the norm before. The old ones are freed. */
export function clipByGlobalNorm(
  gradients: ReadonlyMap<string, tf.Tensor>,
  most: number,
): { clipped: ReadonlyMap<string, tf.Tensor>; norm: number } {
  const norm = tf.tidy(() => {
    const squares = [...gradients.values()].map((g) => tf.sum(tf.square(g)) as tf.Scalar);
    return Math.sqrt(tf.addN(squares).dataSync()[0] as number);
  });
  if (!(most > 0) || norm <= most) return { clipped: gradients, norm };
  const clipped = new Map<string, tf.Tensor>();
  for (const [name, gradient] of gradients) {
    clipped.set(name, tf.mul(gradient, most / norm));
    gradient.dispose();
  }
  return { clipped, norm };
}
