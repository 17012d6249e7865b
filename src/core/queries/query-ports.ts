import type { EffectStore } from '#core/effects/effect-store.ts';
import type { MeetingStore } from '#core/meetings/meeting-store.ts';
import type { Meetings } from '#core/meetings/meetings.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { ScratchStore } from '#core/scratch-store.ts';
import type { Clock } from '#core/time/clock.ts';

/** What questions about sessions, people and programmes are answered from. */
export interface QueryPorts {
  meetings: Meetings;
  meetingStore: MeetingStore;
  people: PeopleStore;
  programs: ProgramStore;
  scratch: ScratchStore;
  effects: EffectStore;
  clock: Clock;
}
