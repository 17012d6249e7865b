import { IANAZone } from 'luxon';
import type { Seen, WorldAction } from '../page/contract.ts';
import { calendarsIn } from './calendars.ts';
import type { House, Resident } from './house.ts';
import { eveOfClockChange } from './next-clock-change.ts';

const done: Seen = { ok: true, notice: null };
/** Everything of a year is that far ahead at most. Milliseconds. */
const furthest = 400 * 86_400_000;

/** What happens around the two platforms. Rejects with a sentence for what cannot be. */
export async function actInTheWorld(house: House, action: WorldAction): Promise<Seen> {
  const { stage, clock, story, switched } = house;
  switch (action.do) {
    case 'clock.to':
      if (action.at <= clock.now()) throw new Error('The clock only goes forward.');
      if (action.at > clock.now() + furthest) throw new Error('That is further ahead than the clock goes at once.');
      await clock.to(action.at);
      return done;
    case 'clock.speed':
      await clock.setSpeed(action.speed);
      return done;
    case 'switch.google':
      if (action.down) stage.google.goDown();
      else stage.google.comeBack();
      switched.googleDown = action.down;
      return done;
    case 'switch.dms': {
      const { platform, person } = residentOf(house, action.user);
      if (platform === 'slack') throw new Error('On Slack nobody can close their direct messages to an app.');
      if (action.closed) stage.discord.closeDms(person.id);
      else stage.discord.openDms(person.id);
      return done;
    }
    case 'switch.zone':
      return moveTo(house, residentOf(house, action.user), action.zone);
    case 'switch.dst': {
      const resident = residentOf(house, action.user);
      const zone = zoneOf(house, resident);
      const eve = eveOfClockChange(zone, clock.now());
      if (eve === null) throw new Error(`${resident.person.name} is in ${zone}, where the clocks do not change.`);
      await clock.to(eve);
      return done;
    }
    case 'confab.stop':
      if (switched.starting) throw new Error('Confab is being started just now.');
      await stage.product.kill();
      return done;
    case 'confab.restart':
      await restart(house);
      return done;
    case 'calendar.move': {
      const { start, end } = eventOf(house, action);
      const length = end - start;
      await stage.google.moveEvent(action.account, action.event, {
        start: { dateTime: new Date(action.start).toISOString() },
        end: { dateTime: new Date(action.start + length).toISOString() },
      });
      return done;
    }
    case 'calendar.delete':
      eventOf(house, action);
      await stage.google.deleteEvent(action.account, action.event);
      return done;
    case 'dashboard.open':
      return { ...done, url: await residentOf(house, action.user).person.dashboardLink() };
    case 'story.next':
      // The story has a clock of its own.
      await clock.setSpeed(1);
      await story.next();
      return done;
    case 'story.play':
      await clock.setSpeed(1);
      // It goes on for a minute; the snapshots tell how far it is.
      void story.play();
      return done;
    case 'story.pause':
      story.pause();
      return done;
    case 'story.again':
      if (switched.starting) throw new Error('Confab is being started just now.');
      switched.leaving = true;
      house.changed();
      try {
        await house.beginAgain();
      } finally {
        switched.leaving = false;
      }
      return done;
  }
}

function residentOf({ residents }: House, user: string): Resident {
  const found = residents.get(user);
  if (!found) throw new Error('There is nobody of this id here.');
  return found;
}

function zoneOf({ stage, switched }: House, { platform, person }: Resident): string {
  return platform === 'slack' ? stage.slack.user(person.id).tz : (switched.zones.get(person.id) ?? person.zone);
}

/** Their devices follow at once. Confab is told by what they type: Discord knows of no zone, and what Slack knows is asked for only now and then. */
async function moveTo({ stage, switched }: House, { platform, person }: Resident, zone: string): Promise<Seen> {
  if (!IANAZone.isValidZone(zone)) throw new Error(`"${zone}" is no time zone.`);
  if (platform === 'slack') {
    await stage.slack.changeUser(person.id, { tz: zone });
    const { outcome, notice } = await person.run('/confab', `timezone ${zone}`);
    return outcome === 'ok' ? done : { ok: false, notice: notice ?? null };
  }
  switched.zones.set(person.id, zone);
  const { failure } = await person.run('timezone', { zone });
  return failure === undefined ? done : { ok: false, notice: failure };
}

async function restart(house: House): Promise<void> {
  const { stage, switched } = house;
  if (switched.starting) throw new Error('Confab is being started already.');
  switched.starting = true;
  house.changed();
  try {
    await stage.product.kill();
    await stage.product.start();
    await stage.connected();
  } finally {
    switched.starting = false;
    house.changed();
  }
}

/** When an event of a calendar is. Google's own page does not open while Google is down. */
function eventOf({ stage, switched }: House, { account, event }: { account: string; event: string }) {
  if (switched.googleDown) throw new Error('Google Calendar does not answer.');
  const found = calendarsIn(stage.google)
    .find((calendar) => calendar.account === account)
    ?.events.find(({ id }) => id === event);
  if (!found) throw new Error('This event is not on this calendar any more.');
  return found;
}
