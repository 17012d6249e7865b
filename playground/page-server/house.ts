import type { Persona } from '../page/contract.ts';
import type { Stage } from '../stage.ts';
import type { DiscordPerson, SlackPerson } from '../story/cast.ts';
import { type People, whatTheyAre } from '../story/people.ts';
import type { RunningClock } from './running-clock.ts';
import type { StoryPlayer } from './story-player.ts';

/** Somebody whom one can be on the page. */
export type Resident = { is: Persona['is'] } & (
  | { platform: 'discord'; person: DiscordPerson }
  | { platform: 'slack'; person: SlackPerson }
);

/** What the page's server knows: the stand-ins, who is there, and what was switched. Of the product only whether it runs. */
export interface House {
  /** Another one has other people in it. */
  readonly id: string;
  readonly stage: Stage;
  readonly residents: ReadonlyMap<string, Resident>;
  readonly clock: RunningClock;
  readonly story: StoryPlayer;
  readonly switched: {
    googleDown: boolean;
    /** In which zone somebody's device is, by id: Discord itself knows of none. */
    zones: Map<string, string>;
    /** While the product was told to start and is not there yet. */
    starting: boolean;
    /** While another house is being set up, to take the place of this one. */
    leaving: boolean;
  };
  /** Tells those who look that something is different. */
  changed(): void;
  /** Sets up another house in the place of this one, where nothing has happened yet. This one stays if that goes wrong. */
  beginAgain(): Promise<void>;
}

export function residentsOf(people: People): Map<string, Resident> {
  const { ana, ben, maya, dan, olu, sam, priya, rhea } = people;
  const onDiscord = Object.entries({ ana, ben, maya, dan, olu }).map(([key, person]): Resident => {
    return { platform: 'discord', person, is: whatTheyAre[key as keyof People] };
  });
  const onSlack = Object.entries({ sam, priya, rhea }).map(([key, person]): Resident => {
    return { platform: 'slack', person, is: whatTheyAre[key as keyof People] };
  });
  return new Map([...onDiscord, ...onSlack].map((resident) => [resident.person.id, resident]));
}
