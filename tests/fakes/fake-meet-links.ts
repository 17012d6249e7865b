import type { CalendarFacts, CalendarState, MeetLinks } from '#core/calendar/meet-links.ts';

export interface FakeMeetLinks extends MeetLinks {
  readonly asked: CalendarFacts[];
  /** What is answered, or thrown. */
  answer: (facts: CalendarFacts) => CalendarState | Error;
  /** Waits for this before every answer. */
  gate: Promise<void>;
}

/** A calendar that has an event for every session that takes place, each with a link of its own. */
export function createFakeMeetLinks(): FakeMeetLinks {
  const fake: FakeMeetLinks = {
    asked: [],
    gate: Promise.resolve(),
    answer: ({ meeting }) =>
      ['scheduled', 'in-progress', 'completed'].includes(meeting.status)
        ? { eventId: `event-${meeting.id}`, link: linkOf(meeting.id), pending: false, roomOpen: true }
        : { eventId: null, link: null, pending: false, roomOpen: null },
    async agree(facts) {
      fake.asked.push(structuredClone(facts));
      const answer = fake.answer(facts);
      await fake.gate;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return fake;
}

export function linkOf(id: string): string {
  return `https://meet.example/${id}`;
}
