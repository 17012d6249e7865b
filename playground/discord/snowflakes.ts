const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes ids that carry the shifted time, as Discord's do, and never repeats one. */
export function createSnowflakes(now: () => number): () => string {
  let count = 0n;
  return () => (((BigInt(Math.trunc(now())) - DISCORD_EPOCH) << 22n) | (count++ & 0x3f_ffffn)).toString();
}
