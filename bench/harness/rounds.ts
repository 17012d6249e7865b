import { median } from './statistics.ts';
import { calmMoment, watchStolenTime } from './stolen-time.ts';

/** How often everything is measured unless a bench says otherwise, after one round that only warms up. */
export const defaultRounds = 11;

/** Share of the processor time wanted in a round that the host of a virtual machine may keep, before another round is made. */
const calm = 0.03;

/** Milliseconds that may be spent on waiting for calm, all rounds together. */
const patience = 90_000;

/** What the rounds met, for the lines under the table. */
const disturbances: string[] = [];

/**
 * Lets everybody do their work once a round, each round beginning with another of them, and answers with what each measured, round by round.
 * So all of them meet the same machine, and nobody is always the first one after a pause.
 *
 * A round of which the host of a virtual machine took too much is made again when it is calm, as many times as there are rounds. Those count that lost
 * the least, whatever they measured.
 */
export async function takeTurns<Measured extends object>(
  contenders: { [Name in keyof Measured]: () => Promise<Measured[Name]> },
  { rounds = defaultRounds, warmUps = 1 }: { rounds?: number; warmUps?: number } = {},
): Promise<{ [Name in keyof Measured]: Measured[Name][] }> {
  const names = Object.keys(contenders) as (keyof Measured)[];
  const made: { measured: Partial<Measured>; stolen: number }[] = [];
  const isEnough = () => made.filter(({ stolen }) => stolen <= calm).length >= rounds;
  let left = patience;
  let disturbed = false;
  for (let round = -warmUps; round < mostRounds(rounds) && !isEnough(); round += 1) {
    if (disturbed) left -= await calmMoment(calm, left);
    const stolen = watchStolenTime();
    const measured: Partial<Measured> = {};
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmUps) % names.length] as keyof Measured;
      measured[name] = await contenders[name]();
    }
    const lost = stolen();
    if (round >= 0) made.push({ measured, stolen: lost });
    disturbed = lost > calm;
  }
  const counted = calmest(made, rounds);
  describe(counted, made.length - rounds);
  return Object.fromEntries(
    names.map((name) => [name, counted.map(({ measured }) => measured[name] as Measured[typeof name])]),
  ) as { [Name in keyof Measured]: Measured[Name][] };
}

/** How many rounds are made at most, without the warm-ups, where so many count. */
export function mostRounds(rounds: number): number {
  return 2 * rounds;
}

/** In the order in which they were made. */
function calmest<Round extends { stolen: number }>(made: readonly Round[], count: number): Round[] {
  const kept = new Set([...made].sort((a, b) => a.stolen - b.stolen).slice(0, count));
  return made.filter((round) => kept.has(round));
}

function describe(counted: readonly { stolen: number }[], more: number): void {
  const percent = Math.round(100 * median(counted.map(({ stolen }) => stolen)));
  if (more === 0 && percent <= 100 * calm) return;
  const others = more === 0 ? '' : ` Not counted: ${more} more, in which it kept more.`;
  disturbances.push(
    `the host of this machine kept ${percent} % of the processor time in the ${counted.length} rounds that count (median).${others}`,
  );
}

/** What all rounds of this process met so far. */
export function whatDisturbed(): readonly string[] {
  return disturbances;
}
