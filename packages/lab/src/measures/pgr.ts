// Performance gap recovered, the quantity that a weak-to-strong study is about.

/**
 * (strong - weak) / (ceiling - weak), unitless: 1 is full recovery, 0 imitates the supervisor,
 * below 0 is worse than it. Null when the ceiling does not exceed the supervisor: there is no gap
 * to recover. Any metric for which higher is better will do, the same one for all three. It carries
 * no uncertainty: use `bootstrapPgr` for a claim. Source: Burns et al. 2023, section 3.
 */
export function pgr(weak: number, strong: number, ceiling: number): number | null {
  return ceiling > weak ? (strong - weak) / (ceiling - weak) : null;
}
