/** Two people, their sessions and their programme, as the API would tell of them. */
import type { z } from 'zod';
import type { meeting, mentor, mentorProfile, programOverview } from '../../src/api/schemas.ts';

export type StoredMeeting = Omit<z.input<typeof meeting>, 'side' | 'can' | 'joinFrom' | 'mentor' | 'learner'> & {
  mentorId: string;
  learnerId: string;
};
export type Profile = z.input<typeof mentorProfile>;

/** A Tuesday, late in the afternoon in Lisbon. */
export const start = Date.parse('2026-11-24T16:46:00Z');

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
export const iso = (instant: number): string => new Date(instant).toISOString();

export interface FakePerson {
  id: string;
  name: string;
  zone: string | null;
  mentor: Profile | null;
  mentorRevision: number;
  organizes: boolean;
}

export function people(): FakePerson[] {
  const evenings: Profile = {
    topics: ['React', 'TypeScript', 'Job interviews'],
    hours: [0, 1, 2, 3, 4].map((weekday) => ({ weekday, from: 17 * 60, to: 20 * 60 })),
    exceptions: [
      { from: '2026-12-05', to: '2026-12-05', windows: [{ from: 600, to: 840 }] },
      { from: '2026-12-24', to: '2027-01-02', windows: [] },
    ],
    hoursZone: 'Europe/Berlin',
    duration: 30,
    notice: 120,
    open: true,
  };
  return [
    { id: 'maya', name: 'Maya Okafor', zone: 'Europe/Berlin', mentor: evenings, mentorRevision: 1, organizes: true },
    { id: 'sam', name: 'Sam Rivera', zone: 'Europe/Lisbon', mentor: null, mentorRevision: 0, organizes: false },
    {
      id: 'lin',
      name: 'Lin Wei',
      zone: 'Asia/Singapore',
      mentor: { ...evenings, topics: ['SQL', 'Data modelling'], hoursZone: 'Asia/Singapore', duration: 45 },
      mentorRevision: 1,
      organizes: false,
    },
    { id: 'noor', name: 'Noor Haddad', zone: null, mentor: null, mentorRevision: 0, organizes: false },
  ];
}

function stored(id: string, at: number, more: Partial<StoredMeeting>): StoredMeeting {
  const duration = more.duration ?? 30;
  return {
    id,
    programId: 'p1',
    status: 'scheduled',
    mentorId: 'maya',
    learnerId: 'sam',
    subject: 'Choosing between two state libraries',
    description: '',
    scheduledAt: iso(at),
    endsAt: iso(at + duration * minute),
    duration,
    meetingLink: 'https://meet.example/abc-defg-hij',
    expiresAt: null,
    reason: '',
    unreached: [],
    revision: 3,
    createdAt: iso(start - 2 * day),
    updatedAt: iso(start - day),
    ...more,
  };
}

export function meetings(): StoredMeeting[] {
  return [
    stored('m1', start + 9 * minute, {}),
    stored('m2', start + day + 14 * minute, {
      subject: 'Code review of my first pull request',
      description:
        'It is about the retry logic in the upload form: https://git.example/pulls/12\nI am not sure whether the state belongs in the hook.',
    }),
    stored('m3', start + 2 * day + 14 * minute, {
      status: 'requested',
      subject: 'Preparing for a job interview',
      description: 'The interview is on the 4th. I would like to go through the questions they sent.',
      meetingLink: null,
      expiresAt: iso(start + day),
    }),
    stored('m4', start + 3 * day + 14 * minute - 9 * hour, {
      mentorId: 'lin',
      subject: 'Why is this query slow?',
      status: 'requested',
      meetingLink: null,
      expiresAt: iso(start + 30 * hour),
      duration: 45,
    }),
    stored('m5', start - 5 * day + 14 * minute, { status: 'completed', subject: 'Reading other people’s code' }),
    stored('m6', start - 9 * day + 14 * minute, {
      status: 'declined',
      subject: 'Testing without mocks',
      meetingLink: null,
      reason: 'I am travelling that week. Lin knows this better than I do.',
    }),
    stored('m7', start - 3 * day + 74 * minute, { status: 'cancelled', subject: 'A second look at the router' }),
  ];
}

export function overview(): z.input<typeof programOverview> {
  const weeks = Array.from({ length: 13 }, (_, index) => ({
    start: iso(start - (12 - index) * 7 * day),
    requested: [3, 5, 4, 8, 9, 7, 12, 10, 9, 14, 11, 13, 6][index] ?? 0,
    held: [2, 4, 3, 6, 8, 6, 9, 9, 7, 11, 10, 9, 2][index] ?? 0,
  }));
  const row = (id: string, name: string, requests: number, medianAnswerMinutes: number | null) => ({
    id,
    name,
    open: id !== 'tom',
    named: id === 'maya',
    requests,
    held: Math.round(requests * 0.8),
    declined: Math.round(requests * 0.1),
    expired: Math.round(requests * 0.05),
    medianAnswerMinutes,
  });
  return {
    from: iso(start - 90 * day),
    to: iso(start),
    byStatus: {
      requested: 4,
      scheduled: 7,
      'in-progress': 1,
      completed: 86,
      cancelled: 6,
      declined: 5,
      expired: 2,
    },
    weeks,
    mentors: [
      row('maya', 'Maya Okafor', 41, 96),
      row('lin', 'Lin Wei', 33, 310),
      row('ana', 'Ana-Sofia Vasconcelos de Albuquerque', 24, 1_530),
      row('tom', 'Tom Becker', 13, null),
    ],
    answers: { medianMinutes: 187, within24h: 0.912 },
    failures: [
      {
        id: 'f1',
        at: iso(start - 2 * day),
        reason: 'Noor Haddad could not be reached on Discord: direct messages are closed.',
      },
    ],
  };
}

export function mentorOf(person: FakePerson, profile: Profile, soonest: string | null): z.input<typeof mentor> {
  return {
    id: person.id,
    name: person.name,
    zone: person.zone,
    topics: profile.topics,
    duration: profile.duration,
    programIds: ['p1'],
    soonest,
  };
}
