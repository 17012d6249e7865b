import { describeCrashes } from './crash-suite.ts';

describeCrashes({
  title: 'one process on SQLite, killed',
  world: {},
  rounds: 20,
  // All that the app asks of the platforms: about so much in a round.
  victim: { counts: () => true, round: { requests: 30, takes: 2_500 } },
  repeatedWithin: 60_000,
});
