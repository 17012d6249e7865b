import type { Persona, PlatformName, Snapshot } from '../page/contract.ts';
import { calendarsIn, nextSession } from './calendars.ts';
import { discordScreen } from './discord-screen.ts';
import type { House, Resident } from './house.ts';
import { slackScreen } from './slack-screen.ts';

/** As whom one looks: ids. Somebody unknown, or nobody, is the first one on that platform. */
export interface Viewers {
  discord: string | null;
  slack: string | null;
}

/** Everything that the page shows at this moment. */
export function snapshotOf(house: House, viewers: Viewers): Snapshot {
  const { stage, clock, story, switched, residents } = house;
  const calendars = calendarsIn(stage.google);
  const personas = [...residents.values()].map((resident) => personaOf(house, resident));
  const viewer = (platform: PlatformName): string => {
    const there = personas.filter((persona) => persona.platform === platform);
    return (there.find(({ id }) => id === viewers[platform]) ?? there[0])?.id ?? '';
  };
  return {
    house: house.id,
    now: clock.now(),
    speed: clock.speed(),
    confab: switched.starting || switched.leaving ? 'starting' : stage.product.running() ? 'running' : 'stopped',
    dashboard: stage.publicUrl,
    personas,
    discord: discordScreen(house, viewer('discord')),
    slack: slackScreen(house, viewer('slack')),
    calendars,
    switches: {
      googleDown: switched.googleDown,
      dmsClosed: personas.filter(({ dmsOpen }) => !dmsOpen).map(({ id }) => id),
    },
    story: story.shown(),
    nextSession: nextSession(calendars, clock.now()),
  };
}

function personaOf({ stage: { discord, slack }, switched }: House, { platform, person, is }: Resident): Persona {
  const { id, name } = person;
  if (platform === 'slack') {
    const { tz, locale } = slack.user(id);
    return { id, platform, name, is, zone: tz, locale, dmsOpen: true, seen: slack.seen(id) };
  }
  const { locale, dmsOpen } = discord.user(id);
  const zone = switched.zones.get(id) ?? person.zone;
  return { id, platform, name, is, zone, locale, dmsOpen, seen: discord.seen(id) };
}
