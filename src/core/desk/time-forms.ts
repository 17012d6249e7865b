/** Forms for a time: booking and rescheduling. */
import { type MeetingId, newId, type PersonId } from '#core/ids.ts';
import type { Refusal } from '#core/meetings/decision.ts';
import { limits, sideOf } from '#core/meetings/meeting.ts';
import type { Outcome } from '#core/meetings/meetings.ts';
import { isPartOf, mayMentor } from '#core/meetings/request.ts';
import { whyNotReschedule } from '#core/meetings/reschedule.ts';
import { asked, moved, noFreeSlot, noProgram, notBooked, notMoved } from '#core/messages/booking-words.ts';
import { type Button, type Inline, plainMessage, say } from '#core/messages/message.ts';
import { zoneNeeded, zoneNotUnderstood } from '#core/messages/profile-words.ts';
import { refusalWords, whenWords } from '#core/messages/refusal-words.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import { hour, type Instant } from '#core/time/clock.ts';
import { formatDay, formatSlot, formatTime } from '#core/time/format-when.ts';
import { parseWhen } from '#core/time/parse-when.ts';
import { readZone, suggestZones } from '#core/time/zones.ts';
import type { Desk } from './desk.ts';
import type { Field, FormOpening, FormResult, SlotChoice, TimeForm, TimeSubmission, Typed } from './form.ts';
import type { DeskPorts } from './ports.ts';
import { refusedForm, tryAgain } from './refused-form.ts';
import type { Visitor } from './visitor.ts';

/** A form that was opened or refused, kept so that it can be opened again. */
interface KeptForm {
  /** Whose words they are: nobody else gets to see them. */
  personId: PersonId;
  purpose: 'book' | 'reschedule';
  mentorId: PersonId;
  meetingId: MeetingId | null;
  typed: Typed;
}

const keepFor = 24 * hour;
const mostSlots = 25;
const longestTitle = 45;
const nothingTyped: Typed = { slot: null, when: '', subject: '', description: '' };

export function createTimeForms(
  ports: DeskPorts,
): Pick<Desk, 'openBooking' | 'openReschedule' | 'reopen' | 'submitTime' | 'pick'> {
  const { meetings, people, programs, scratch, clock } = ports;

  const keep = (id: string, form: KeptForm): Promise<void> => scratch.put('form', id, form, clock.now() + keepFor);

  async function kept(visitor: Visitor, id: string): Promise<KeptForm | null> {
    const form = (await scratch.get('form', id, clock.now())) as KeptForm | null;
    return form && visitor.person.ids.includes(form.personId) ? form : null;
  }

  /** The programme in which the two may meet. A card in a direct message does not say which server it is about: then one that they share. */
  async function programWith({ person, program }: Visitor, mentor: Person): Promise<Program | null> {
    if (program && isPartOf(mentor, program)) return program;
    for (const id of person.accounts.flatMap((account) => account.communityIds)) {
      const shared = await programs.ofCommunity(id);
      if (shared && isPartOf(mentor, shared)) return shared;
    }
    return program;
  }

  /** The form, or why there is none. `id` is given when it is opened again. */
  async function openForBooking(
    visitor: Visitor,
    mentorId: PersonId,
    again: { id: string; typed: Typed } | null,
  ): Promise<FormOpening> {
    const { person } = visitor;
    const mentor = await people.get(mentorId);
    const program = mentor ? await programWith(visitor, mentor) : visitor.program;
    if (!program) return { open: 'nothing', message: noProgram() };
    const refusal = whyNotBook(mentor, person, program);
    if (!mentor?.mentor || refusal) {
      return { open: 'nothing', message: plainMessage(refusalWords(refusal ?? { reason: 'not-a-mentor' }, 'learner')) };
    }
    const slots = await meetings.freeSlots(mentor, person, mostSlots);
    if (slots.length === 0 && !again) {
      const [later] = await meetings.freeSlots(mentor, person, 1, { days: limits.horizon });
      return { open: 'nothing', message: noFreeSlot(mentor, later ?? null, clock.now()) };
    }
    const id = again?.id ?? newId();
    if (!person.zone && !again) {
      await keep(id, {
        personId: person.id,
        purpose: 'book',
        mentorId: mentor.id,
        meetingId: null,
        typed: nothingTyped,
      });
      return { open: 'zone', formId: id, suggestions: suggestZones(visitor.locale, clock.now(), 24) };
    }
    return {
      open: 'form',
      form: {
        id,
        purpose: 'book',
        meetingId: null,
        mentorId: mentor.id,
        title: clip(`Book a session with ${mentor.name}`),
        duration: mentor.mentor.duration,
        zone: person.zone,
        slots: slotChoices(slots, person.zone, mentor.mentor.hoursZone),
        typed: again?.typed ?? nothingTyped,
      },
    };
  }

  async function openForMove(
    visitor: Visitor,
    meetingId: MeetingId,
    again: { id: string; typed: Typed } | null,
  ): Promise<FormOpening> {
    const view = await meetings.view(meetingId);
    const side = view && sideOf(view.meeting, visitor.person.ids);
    if (!view || !side)
      return { open: 'nothing', message: plainMessage(refusalWords({ reason: 'unknown' }, 'learner')) };
    const refusal = whyNotReschedule(view.meeting, side, clock.now());
    if (refusal) return { open: 'nothing', message: plainMessage(refusalWords(refusal, side)) };
    const { meeting, mentor, learner } = view;
    const slots = await meetings.freeSlots(mentor, learner, mostSlots, {
      minutes: meeting.duration,
      except: meeting.id,
      notice: side === 'learner',
    });
    const { zone } = visitor.person;
    const other = side === 'mentor' ? learner : mentor;
    return {
      open: 'form',
      form: {
        id: again?.id ?? newId(),
        purpose: 'reschedule',
        meetingId: meeting.id,
        mentorId: mentor.id,
        title: clip(`Move your session with ${other.name}`),
        duration: meeting.duration,
        zone,
        slots: slotChoices(
          slots.filter((at) => at !== meeting.scheduledAt),
          zone,
          mentor.mentor?.hoursZone ?? 'UTC',
        ),
        typed: again?.typed ?? nothingTyped,
      } satisfies TimeForm,
    };
  }

  /** The moment that was meant, or what to mend. */
  function readTime(
    submission: TimeSubmission,
    zone: string,
  ): { ok: true; at: Instant } | { ok: false; field: Field; problem: Inline[]; picks: Button[] } {
    const when = submission.when.trim();
    if (when === '') {
      if (submission.slot !== null) return { ok: true, at: submission.slot };
      const problem = say`Please pick a free time, or type another like "tomorrow 3pm".`;
      return { ok: false, field: 'slot', problem, picks: [] };
    }
    const read = parseWhen(when, { zone, now: clock.now(), grid: limits.grid });
    if (read.ok && submission.slot !== null && read.at !== submission.slot) {
      const problem = say`You picked ${{ at: submission.slot, as: 'date-time' }} and typed ${{ at: read.at, as: 'date-time' }}. Please leave one of the two out.`;
      return {
        ok: false,
        field: 'when',
        problem,
        picks: [submission.slot, read.at].map((at) => pickButton(submission.formId, at, zone)),
      };
    }
    if (read.ok) return read;
    return {
      ok: false,
      field: 'when',
      problem: whenWords(read, zone),
      picks:
        read.reason === 'overlap' ? [read.first, read.second].map((at) => pickButton(submission.formId, at, zone)) : [],
    };
  }

  async function submitTime(visitor: Visitor, submission: TimeSubmission): Promise<FormResult> {
    const { formId, purpose, mentorId, meetingId } = submission;
    const not = purpose === 'book' ? notBooked : notMoved;
    const refused = async (
      field: Field,
      problem: readonly Inline[],
      picks: readonly Button[] = [],
    ): Promise<FormResult> => {
      const { slot, when, subject, description } = submission;
      const typed = { slot, when, subject, description };
      await keep(formId, { personId: visitor.person.id, purpose, mentorId, meetingId, typed });
      return refusedForm(field, problem, not(problem, [...picks, tryAgain(formId)]));
    };

    let { zone } = visitor.person;
    if (!zone && submission.zone !== null) {
      const read = readZone(submission.zone);
      if (!read.ok) return refused('zone', zoneNotUnderstood(submission.zone, read.candidates));
      zone = read.zone;
      await people.setZone(visitor.person.id, zone, clock.now());
    }
    // Picking a slot needs no zone; typing a time does.
    if (!zone && submission.when.trim() !== '') return refused('zone', zoneNeeded);
    const time = readTime(submission, zone ?? 'UTC');
    if (!time.ok) return refused(time.field, time.problem, time.picks);

    const outcome = await carryOut(visitor, submission, time.at);
    if (outcome === null) return refusedForm('mentor', noProgram().headline, noProgram());
    if (!outcome.ok) return refused(fieldOf(outcome.refusal, submission), refusalWords(outcome.refusal, outcome.side));
    return { ok: true, message: purpose === 'book' ? asked(outcome.view) : moved(outcome.view, outcome.side) };
  }

  async function carryOut(visitor: Visitor, submission: TimeSubmission, scheduledAt: Instant): Promise<Outcome | null> {
    const { person } = visitor;
    if (submission.purpose === 'reschedule') {
      const id = submission.meetingId ?? ('' as MeetingId);
      return meetings.act(id, person, { event: 'reschedule', scheduledAt });
    }
    const { mentorId, subject, description } = submission;
    const mentor = await people.get(mentorId);
    const program = mentor ? await programWith(visitor, mentor) : visitor.program;
    if (!program) return null;
    return meetings.request({
      id: submission.formId as MeetingId,
      program,
      mentorId,
      learner: person,
      scheduledAt,
      subject,
      description,
    });
  }

  const gone = refusedForm(
    'when',
    say`This form is too old to go on with. Please start again with ${{ command: 'book' }}.`,
  );

  return {
    openBooking: (visitor, mentorId) => openForBooking(visitor, mentorId, null),
    openReschedule: (visitor, meetingId) => openForMove(visitor, meetingId, null),

    async reopen(visitor, formId) {
      const form = await kept(visitor, formId);
      if (!form) return { open: 'nothing', message: gone.message };
      const again = { id: formId, typed: form.typed };
      if (form.purpose === 'reschedule' && form.meetingId) return openForMove(visitor, form.meetingId, again);
      return openForBooking(visitor, form.mentorId, again);
    },

    submitTime,

    async pick(visitor, formId, at) {
      const form = await kept(visitor, formId);
      if (!form) return gone;
      const { purpose, mentorId, meetingId, typed } = form;
      return submitTime(visitor, { formId, purpose, mentorId, meetingId, ...typed, slot: at, when: '', zone: null });
    },
  };
}

function whyNotBook(mentor: Person | null, learner: Person, program: Program): Refusal | null {
  if (!mentor?.mentor?.open) return { reason: 'not-a-mentor' };
  if (mentor.ids.includes(learner.id)) return { reason: 'yourself' };
  return isPartOf(mentor, program) && mayMentor(mentor, program) ? null : { reason: 'not-a-mentor' };
}

/** The field a refusal belongs to. */
function fieldOf(refusal: Refusal, submission: TimeSubmission): Field {
  if (refusal.reason === 'subject-missing' || refusal.reason === 'subject-too-long') return 'subject';
  if (refusal.reason === 'description-too-long') return 'description';
  if (refusal.reason === 'not-a-mentor' || refusal.reason === 'yourself') return 'mentor';
  return submission.when.trim() === '' ? 'slot' : 'when';
}

function slotChoices(slots: readonly Instant[], zone: string | null, mentorZone: string): SlotChoice[] {
  const shown = zone ?? mentorZone;
  return slots.map((at) => ({
    at,
    day: formatDay(at, shown),
    label: zone ? formatSlot(at, shown) : `${formatSlot(at, shown)} (${shown})`,
    time: formatTime(at, shown),
  }));
}

function pickButton(form: string, at: Instant, zone: string): Button {
  return { action: { do: 'pick', form, at }, label: formatSlot(at, zone) };
}

function clip(title: string): string {
  const characters = [...title];
  return characters.length <= longestTitle ? title : `${characters.slice(0, longestTitle - 1).join('')}…`;
}
