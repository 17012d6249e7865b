import type { MeetingId, PersonId } from '#core/ids.ts';

/** Everything a button can ask for. State lives in the store: a button only names what it is about, and carries no authority. */
export type Action =
  | { do: 'accept'; meeting: MeetingId }
  | { do: 'decline'; meeting: MeetingId }
  /** Opens a form: why the request was declined. */
  | { do: 'explain'; meeting: MeetingId }
  | { do: 'join'; meeting: MeetingId }
  /** Opens a form: another time. */
  | { do: 'reschedule'; meeting: MeetingId }
  /** Asks whether it is meant. */
  | { do: 'cancel'; meeting: MeetingId }
  | { do: 'cancel-confirmed'; meeting: MeetingId }
  | { do: 'keep'; meeting: MeetingId }
  /** The event that was deleted in the calendar is made again. */
  | { do: 'put-back'; meeting: MeetingId }
  /** A file for any calendar. */
  | { do: 'calendar-file'; meeting: MeetingId }
  /** A page of my sessions; an empty cursor is the first. */
  | { do: 'meetings'; cursor: string }
  /** Opens the booking form with this mentor, or first asks for one when empty. */
  | { do: 'book'; mentor: PersonId | '' }
  /** Opens a form again with what was typed. */
  | { do: 'retry'; form: string }
  /** Opens the mentor's form again with what was typed. */
  | { do: 'retry-mentor' }
  /** Connects the accounts that a code was made for, after the person has seen whose they are. */
  | { do: 'link'; code: string }
  | { do: 'not-link' }
  /** In a night when the clocks go back: which of the two. Submits the kept form with that moment. */
  | { do: 'pick'; form: string; at: number }
  /** Opens the booking form with a field for the time zone. */
  | { do: 'other-zone'; form: string };
