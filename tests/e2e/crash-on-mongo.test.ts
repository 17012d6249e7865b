import { describeCrashes } from './crash-suite.ts';
import { leasesEnd } from './leases-end.ts';
import { fourProcesses, mongoServer, patientDiscord, type World, type WorldOptions } from './world.ts';

const second = 1_000;
const minute = 60 * second;

// Whoever lives on is done with a request within moments, and the clock can jump.
const world: WorldOptions = { mongodb: mongoServer, processes: fourProcesses, discordLimits: patientDiscord };
const common = { world, rounds: 10, skip: !mongoServer };

describeCrashes({
  ...common,
  title: 'one of two workers on MongoDB (needs MONGODB_TEST_URI), killed',
  victim: {
    choose: (here) => busiest(here),
    counts: (realm, what) => realm === 'google' || !isAnswer(what),
    round: { requests: 20, takes: 3_000 },
    afterStart: (here) => leasesEnd(here),
  },
  // The lease, and the minute until the next sweep.
  repeatedWithin: 4 * minute,
  peopleGoOn: true,
});

describeCrashes({
  ...common,
  title: 'the bot on MongoDB (needs MONGODB_TEST_URI), killed',
  victim: {
    choose: () => 'bot',
    counts: (realm, what) => realm !== 'google' && isAnswer(what),
    round: { requests: 12, takes: 3_000 },
    // The lead is free when the dead one's lease ends.
    beforeStart: (here) => here.moveTo(here.clock.now() + 15 * second),
  },
  repeatedWithin: minute,
});

/** What is said in answer to a click, on Discord and on Slack; everything else is a worker's. */
function isAnswer(what: string): boolean {
  return /^POST \/interactions|\/webhooks\/|^views\.(open|push|update)|^response_url|^chat\.postEphemeral/.test(what);
}

/** The worker that carried something out last. */
function busiest({ product }: World): string {
  return (
    product.log.findLast(({ msg, process }) => process.startsWith('worker') && msg.includes('carried out'))?.process ??
    'worker'
  );
}
