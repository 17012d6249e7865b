/** How often everything is measured unless a bench says otherwise, after one round that only warms up. */
export const defaultRounds = 11;

/**
 * Lets everybody do their work once a round, each round beginning with another of them, and answers with what each measured, round by round.
 * So all of them meet the same machine, and nobody is always the first one after a pause.
 */
export async function takeTurns<Measured extends object>(
  contenders: { [Name in keyof Measured]: () => Promise<Measured[Name]> },
  { rounds = defaultRounds, warmUps = 1 }: { rounds?: number; warmUps?: number } = {},
): Promise<{ [Name in keyof Measured]: Measured[Name][] }> {
  const names = Object.keys(contenders) as (keyof Measured)[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as {
    [Name in keyof Measured]: Measured[Name][];
  };
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmUps) % names.length] as keyof Measured;
      const result = await contenders[name]();
      if (round >= 0) measured[name].push(result);
    }
  }
  return measured;
}
