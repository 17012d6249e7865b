/**
 * The front desk: everything a person can ask, whichever platform they ask it on, answered in words. The bots translate clicks into these calls
 * and show what comes back; no rule about meetings lives with them.
 */
import type { MeetingId, PersonId } from '#core/ids.ts';
import type { Action } from '#core/messages/action.ts';
import type { Message } from '#core/messages/message.ts';
import type { Person } from '#core/people/person.ts';
import type { FormOpening, FormResult, MentorForm, SettingsForm, TimeSubmission } from './form.ts';
import type { Asker, Visitor } from './visitor.ts';

/** What a pressed button leads to. */
export interface Pressed {
  /** What the pressed message should now show, if it was a card about a meeting; null: leave it. */
  card: Message | null;
  /** A private answer; null when the card says it all. */
  reply: Message | null;
}

/** Actions that a press answers in words. The others open forms. */
export type PressAction = Exclude<
  Action,
  { do: 'explain' | 'reschedule' | 'book' | 'retry' | 'retry-mentor' | 'pick' | 'other-zone' | 'calendar-file' }
>;

export interface MentorChoice {
  id: PersonId;
  name: string;
  topics: string[];
  /** The soonest free slot in the asker's zone (or the mentor's, named, while the asker's is not known); null when none is free. */
  soonest: string | null;
}

export interface Desk {
  /** Makes out who is asking. Call it first, after acknowledging. */
  arrive(asker: Asker): Promise<Visitor>;
  /** Makes a person known that somebody pointed at (a mentor an organiser picked). */
  introduce(asker: Asker): Promise<Person>;

  help(visitor: Visitor): Message;
  mentors(visitor: Visitor): Promise<Message>;
  /** Mentors by name or topic; an empty query gives those with the soonest free slots. Never the asker. */
  findMentors(visitor: Visitor, query: string, limit: number): Promise<MentorChoice[]>;
  /** Said where `findMentors` finds nobody at all. */
  noMentors(visitor: Visitor): Message;

  openBooking(visitor: Visitor, mentorId: PersonId): Promise<FormOpening>;
  openReschedule(visitor: Visitor, meetingId: MeetingId): Promise<FormOpening>;
  /** A form again, with what was typed. */
  reopen(visitor: Visitor, formId: string): Promise<FormOpening>;
  /** Books or moves; the answer says what happens next. */
  submitTime(visitor: Visitor, submission: TimeSubmission): Promise<FormResult>;
  /** Submits a kept form with one of the two moments of an hour that comes twice. */
  pick(visitor: Visitor, formId: string, at: number): Promise<FormResult>;

  meetings(visitor: Visitor, cursor: string): Promise<Message>;
  press(visitor: Visitor, action: PressAction): Promise<Pressed>;
  explain(visitor: Visitor, meetingId: MeetingId, reason: string): Promise<FormResult>;
  /** An .ics file of the session, and what to say with it; the file is null when there is nothing to put in it. */
  calendarFile(
    visitor: Visitor,
    meetingId: MeetingId,
  ): Promise<{ file: { name: string; content: string } | null; message: Message }>;
  /** What Slack's home shows. */
  home(person: Person): Promise<Message>;

  /** The zone as typed or chosen. */
  setZone(visitor: Visitor, text: string): Promise<FormResult>;
  findZones(query: string, limit: number): { zone: string; label: string }[];

  /** As it is stored, or as it was typed when it was last refused. */
  mentorForm(visitor: Visitor): Promise<MentorForm>;
  /** Fields that are null stay as they are. */
  submitMentor(visitor: Visitor, form: { [Key in keyof MentorForm]: MentorForm[Key] | null }): Promise<FormResult>;

  settingsForm(visitor: Visitor): SettingsForm;
  settings(visitor: Visitor): Promise<Message>;
  /** Fields that are undefined stay as they are. */
  submitSettings(visitor: Visitor, form: Partial<SettingsForm>): Promise<FormResult>;
  /** Names who may mentor, or who helps to organise; answers with both lists as they are now. */
  name(
    visitor: Visitor,
    change: { role: 'mentor' | 'organizer'; add?: Person[]; remove?: Person[]; set?: Person[] },
  ): Promise<Message>;
  namedPeople(visitor: Visitor, role: 'mentor' | 'organizer'): Promise<Person[]>;

  /** A one-time link that signs in to the dashboard. Show it to nobody but the visitor, and log it nowhere. */
  dashboard(visitor: Visitor): Promise<Message>;

  /** A one-time code to be entered on the other platform: for one's own accounts, or (organisers) for the programme. */
  offerLink(visitor: Visitor, what: 'person' | 'program'): Promise<Message>;
  /** `what` is what the person meant to connect, where the command says it: a code of the other kind is not taken. */
  enterLink(visitor: Visitor, code: string, what: 'person' | 'program' | 'either'): Promise<FormResult>;
}
