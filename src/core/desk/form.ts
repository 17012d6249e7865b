import type { MeetingId, PersonId } from '#core/ids.ts';
import type { Inline, Message } from '#core/messages/message.ts';
import type { Instant } from '#core/time/clock.ts';

/** A free slot to pick from, labelled in the reader's zone. */
export interface SlotChoice {
  at: Instant;
  /** Day as a heading, "Thursday 3 December". */
  day: string;
  /** "Thu 3 Dec, 18:00". */
  label: string;
  /** "18:00", for lists grouped by day. */
  time: string;
}

/** What somebody typed or chose; kept when a form is refused, so that it can be shown again. */
export interface Typed {
  slot: Instant | null;
  when: string;
  subject: string;
  description: string;
}

/** A form for a time: a new session with a mentor, or another time for a session. */
export interface TimeForm {
  /** Names this filling-in: submitting it twice books once. */
  id: string;
  purpose: 'book' | 'reschedule';
  /** The session being moved; null for a new one. */
  meetingId: MeetingId | null;
  mentorId: PersonId;
  /** "Book a session with Maya", at most 45 characters. */
  title: string;
  /** Minutes. */
  duration: number;
  /** The reader's zone (IANA), in which labels are and typed times are read. Null only while it is not known (Discord): labels are then in the mentor's zone, which they name. */
  zone: string | null;
  /** The next free slots, soonest first, at most 25. */
  slots: SlotChoice[];
  typed: Typed;
}

export type FormOpening =
  | { open: 'form'; form: TimeForm }
  /** Something to say instead of a form. */
  | { open: 'nothing'; message: Message }
  /** First the person has to say where they are; then the form of this id goes on. */
  | { open: 'zone'; formId: string; suggestions: { zone: string; label: string }[] };

export interface TimeSubmission {
  formId: string;
  purpose: 'book' | 'reschedule';
  mentorId: PersonId;
  meetingId: MeetingId | null;
  slot: Instant | null;
  when: string;
  subject: string;
  description: string;
  /** What the person typed as their zone, where the form asked; null elsewhere. */
  zone: string | null;
}

export type Field =
  | 'mentor'
  | 'slot'
  | 'when'
  | 'subject'
  | 'description'
  | 'zone'
  | 'topics'
  | 'hours'
  | 'exceptions'
  | 'length'
  | 'notice'
  | 'reminders'
  | 'reason'
  | 'code';

export type FormResult =
  | { ok: true; message: Message }
  | {
      ok: false;
      /** The field to mend. */
      field: Field;
      /** One or two sentences that say what to do. */
      problem: readonly Inline[];
      /** The whole answer for platforms that cannot point at a field: the problem, and a way to try again with what was typed. */
      message: Message;
    };

/** The mentor's own form, as text. */
export interface MentorForm {
  topics: string;
  hours: string;
  /** "2026-12-24 to 2027-01-02 off; 2026-12-05 10:00-14:00"; empty where there are none. */
  exceptions: string;
  /** "30 minutes", "1 hour". */
  length: string;
  /** "2 hours", "1 day". */
  notice: string;
  /** IANA; empty while unknown. */
  zone: string;
  /** False while no new requests are taken. */
  open: boolean;
}

export interface SettingsForm {
  announcementChannelId: string | null;
  /** "24h, 10m". */
  reminders: string;
  mentors: 'anyone' | 'named';
}
