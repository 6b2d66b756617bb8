// Moving averages of the weights that are trained: how much of one stays at a step.

/**
 * How much of the recipe's average (`ema`) is kept at a step (from 1): without a warm-up, most of
 * it would long be the weights before training. Source: TensorFlow's
 * tf.train.ExponentialMovingAverage, `num_updates`.
 */
export function averageDecay(ema: number, step: number): number {
  return Math.min(ema, (1 + step) / (10 + step));
}

/**
 * How much of a mean teacher is kept at a step (from 1): it is the true average of the weights,
 * those before training included, until the decay is smaller. Source: the code of Tarvainen &
 * Valpola 2017, `update_ema_variables`.
 */
export function teacherDecay(decay: number, step: number): number {
  return Math.min(1 - 1 / (step + 1), decay);
}

/** average = decay * average + (1 - decay) * now */
export function mix(average: Float32Array, now: Float32Array, decay: number): void {
  const rest = 1 - decay;
  for (let i = 0; i < average.length; i++) average[i] = decay * average[i]! + rest * now[i]!;
}
