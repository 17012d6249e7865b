/** Who takes part: the same people in the story and on the page. */
import type { Cast, DiscordPerson, SlackPerson } from './cast.ts';

export interface People {
  olu: DiscordPerson;
  maya: DiscordPerson;
  dan: DiscordPerson;
  ana: DiscordPerson;
  ben: DiscordPerson;
  rhea: SlackPerson;
  priya: SlackPerson;
  sam: SlackPerson;
}

/** What each of them is there for. */
export const whatTheyAre: Readonly<Record<keyof People, 'student' | 'mentor' | 'organiser'>> = {
  ana: 'student',
  ben: 'student',
  maya: 'mentor',
  dan: 'mentor',
  olu: 'organiser',
  sam: 'student',
  priya: 'mentor',
  rhea: 'organiser',
};

export function createPeople(cast: Cast): People {
  return {
    olu: cast.discord('Olu', { zone: 'Europe/London', organiser: true }),
    maya: cast.discord('Maya', { zone: 'Europe/Lisbon', locale: 'pt-BR' }),
    dan: cast.discord('Dan', { zone: 'Europe/Dublin' }),
    ana: cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' }),
    ben: cast.discord('Ben', { zone: 'America/New_York', locale: 'en-US' }),
    rhea: cast.slack('Rhea', { zone: 'Asia/Kolkata', admin: true }),
    priya: cast.slack('Priya', { zone: 'Asia/Kolkata' }),
    sam: cast.slack('Sam', { zone: 'America/Los_Angeles' }),
  };
}
