import type { ModalView, PlainTextOption } from '@slack/web-api';
import type { FormOpening, TimeForm } from '#core/desk/form.ts';
import { type MeetingId, newId, type PersonId } from '#core/ids.ts';
import { type Message, plainMessage, say } from '#core/messages/message.ts';
import { NotServed } from './askers.ts';
import type { Arrival, Front } from './front.ts';
import { limits } from './limits.ts';
import { messageView } from './message-view.ts';
import { emptyBooking, mentorOption, timeView } from './time-view.ts';

/** The booking form for what somebody typed after `/book`: a mention, a name, a topic. */
export async function formForText(front: Front, arrival: Arrival, text: string): Promise<ModalView> {
  const mentioned = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text)?.[1];
  if (mentioned) return formForMention(front, arrival, mentioned);
  const found = await front.desk.findMentors(arrival.visitor, unescaped(text), 2);
  const [first, second] = found;
  if (first && !second) return formForMentor(front, arrival, first.id, mentorOption(first));
  const note = second
    ? plainMessage(say`Several mentors fit ${{ strong: unescaped(text) }}. Please choose one.`)
    : plainMessage(say`Nobody fits ${{ strong: unescaped(text) }}. Please choose from everybody.`);
  return timeView({ ...emptyBooking, note }, arrival.reader);
}

async function formForMention(front: Front, arrival: Arrival, userId: string): Promise<ModalView> {
  try {
    const person = await front.desk.introduce(await front.askers.find(userId));
    return await formForMentor(front, arrival, person.id);
  } catch (error) {
    if (!(error instanceof NotServed)) throw error;
    const note = plainMessage([...error.sentence, ' Please choose somebody else.']);
    return timeView({ ...emptyBooking, note }, arrival.reader);
  }
}

/** Slack escapes these three in the text of a command with `should_escape`. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export async function formForMentor(
  front: Front,
  arrival: Arrival,
  mentorId: PersonId,
  chosen?: PlainTextOption,
): Promise<ModalView> {
  const opening = await front.desk.openBooking(arrival.visitor, mentorId);
  const mentor = chosen ?? (await findOption(front, arrival, mentorId));
  const { form, message } = await formOf(front, arrival, opening);
  if (!form) {
    if (!mentor) return messageView(message, arrival.reader);
    // The form stays: there may be no free slot and still a time that both find. It needs a name of its own, since the desk gave none.
    const about = { ...emptyBooking.about, formId: newId(), mentorId };
    return timeView({ about, mentor, form: null, note: message }, arrival.reader);
  }
  return filledView(form, mentor, arrival);
}

export async function formForMeeting(front: Front, arrival: Arrival, meetingId: MeetingId): Promise<ModalView> {
  const opening = await front.desk.openReschedule(arrival.visitor, meetingId);
  return viewOf(front, arrival, opening);
}

/** A form again, with what was typed. */
export async function formAgain(front: Front, arrival: Arrival, formId: string): Promise<ModalView> {
  return viewOf(front, arrival, await front.desk.reopen(arrival.visitor, formId));
}

async function viewOf(front: Front, arrival: Arrival, opening: FormOpening): Promise<ModalView> {
  const { form, message } = await formOf(front, arrival, opening);
  if (!form) return messageView(message, arrival.reader);
  const mentor = form.purpose === 'book' ? await findOption(front, arrival, form.mentorId) : null;
  return filledView(form, mentor, arrival);
}

function filledView(form: TimeForm, mentor: PlainTextOption | null, { reader }: Arrival): ModalView {
  const about = { purpose: form.purpose, formId: form.id, mentorId: form.mentorId, meetingId: form.meetingId };
  return timeView({ about, mentor, form, note: null }, reader);
}

type Opened = { form: TimeForm; message: null } | { form: null; message: Message };

/** The form, or what to say instead. Where the zone is not known, the form opens with a field for it. */
async function formOf({ desk }: Front, { visitor }: Arrival, opening: FormOpening): Promise<Opened> {
  const opened = opening.open === 'zone' ? await desk.reopen(visitor, opening.formId) : opening;
  if (opened.open === 'form') return { form: opened.form, message: null };
  if (opened.open === 'nothing') return { form: null, message: opened.message };
  return {
    form: null,
    message: plainMessage(say`Please say where you are first: ${{ command: 'timezone' }}, then your city.`),
  };
}

async function findOption(front: Front, { visitor }: Arrival, mentorId: PersonId): Promise<PlainTextOption | null> {
  const mentors = await front.desk.findMentors(visitor, '', limits.options);
  const mentor = mentors.find(({ id }) => id === mentorId);
  return mentor ? mentorOption(mentor) : null;
}
