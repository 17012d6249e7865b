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
}
