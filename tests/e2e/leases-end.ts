import type { World } from './world.ts';

/** Milliseconds of quiet after which nobody is at work any more. */
const settled = 1_000;

/** Lets those who live finish what they have begun. What is claimed then belongs to nobody, until the clock is at the end of its lease. */
export async function leasesEnd(world: World, atLeast = 0): Promise<void> {
  const claims = () =>
    world
      .effects()
      .filter(({ state }) => state === 'claimed')
      .map(({ id, readyAt }) => ({ id, readyAt: readyAt ?? 0 }));
  let seen = '';
  let since = performance.now();
  const orphans = await world.until(() => {
    const now = claims();
    if (JSON.stringify(now) !== seen) since = performance.now();
    seen = JSON.stringify(now);
    return performance.now() - since > settled && now;
  }, 'everybody to finish what they had begun');
  const ends = Math.max(world.clock.now() + atLeast, ...orphans.map(({ readyAt }) => readyAt + 1));
  if (orphans.length > 0 || atLeast > 0) await world.moveTo(ends);
}
