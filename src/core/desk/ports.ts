import type { Access } from '#core/access/access.ts';
import type { MeetingStore } from '#core/meetings/meeting-store.ts';
import type { Meetings } from '#core/meetings/meetings.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { ScratchStore } from '#core/scratch-store.ts';
import type { Clock } from '#core/time/clock.ts';

/** What the desk works with. */
export interface DeskPorts {
  meetings: Meetings;
  meetingStore: MeetingStore;
  people: PeopleStore;
  programs: ProgramStore;
  scratch: ScratchStore;
  clock: Clock;
  /** Null where there is no dashboard to sign in to. */
  access: Access | null;
  /** Where the dashboard is: an origin, without a slash at its end ("https://confab.example.org"). Null where there is none. */
  publicUrl: string | null;
}
