/** Loads the facts, lets a use case decide, commits meeting and effects in one write, and wakes the jobs. The only way meetings change. */
import type { BusyTimes } from '#core/availability/busy-times.ts';
import { findSlots } from '#core/availability/find-slots.ts';
import { cutOut, type Interval } from '#core/availability/interval.ts';
import type { Alarm } from '#core/effects/alarm.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import { type Clock, day, type Instant, minute } from '#core/time/clock.ts';
import { accept } from './accept.ts';
import { backInCalendar, byCalendar, type CalendarNews, putBack } from './by-calendar.ts';
import { complete, expire, start } from './by-the-clock.ts';
import { cancel } from './cancel.ts';
import { type Decision, type MeetingFacts, type Refusal, refuse } from './decision.ts';
import { decline, explain } from './decline.ts';
import { change as changed, type MeetingChange } from './edit.ts';
import { join } from './join.ts';
import { type Meeting, meetingInterval, type Side, sideOf } from './meeting.ts';
import type { MeetingStore } from './meeting-store.ts';
import { request } from './request.ts';
import { defaultPolicy, type RequestPolicy } from './request-expiry.ts';
import { reschedule } from './reschedule.ts';

/** A meeting with everybody in it. */
export interface MeetingView {
  meeting: Meeting;
  mentor: Person;
  learner: Person;
  program: Program;
}

export type Outcome =
  | { ok: true; view: MeetingView; side: Side }
  | { ok: false; refusal: Refusal; view: MeetingView | null; side: Side };

export type PersonEvent =
  | { event: 'accept' }
  | { event: 'decline'; reason?: string }
  | { event: 'explain'; reason: string }
  /** Another time, other words, or both, in one write. What is absent stays. */
  | ({ event: 'edit' } & MeetingChange)
  | { event: 'reschedule'; scheduledAt: Instant }
  | { event: 'cancel' }
  /** After the event was deleted in the calendar. */
  | { event: 'put-back' }
  | { event: 'join' };

export interface RequestInput {
  /** Made by whoever opened the form: the same request sent twice is one meeting. */
  id: MeetingId;
  program: Program;
  mentorId: PersonId;
  learner: Person;
  scheduledAt: Instant;
  /** Minutes; absent: the mentor's own length. */
  duration?: number;
  subject: string;
  description: string;
}

export interface SlotOptions {
  /** Length in minutes; absent: the mentor's own. */
  minutes?: number;
  /** A meeting that is to move, and so is not in its own way. */
  except?: MeetingId;
  /** False when the mentor chooses, who needs no notice. */
  notice?: boolean;
  /** How many days ahead to look; absent: as far as slots are offered. */
  days?: number;
  /** Only slots that begin at this moment or later. */
  from?: Instant;
  /** Only slots that end by then; goes before `days`. */
  until?: Instant;
}

export interface ActOptions {
  /** The revision that the person has seen: refused with `changed` when the meeting has another one by now. */
  ifRevision?: number;
}

export interface Meetings {
  request(input: RequestInput): Promise<Outcome>;
  act(id: MeetingId, actor: Person, event: PersonEvent, options?: ActOptions): Promise<Outcome>;
  /** What the clock does. Null when it no longer applies. */
  byClock(id: MeetingId, event: 'start' | 'complete' | 'expire'): Promise<MeetingView | null>;
  /** What somebody did to the event in the calendar itself. Null when there is no such meeting. */
  byCalendar(id: MeetingId, news: CalendarNews): Promise<MeetingView | null>;
  view(id: MeetingId): Promise<MeetingView | null>;
  viewOf(meeting: Meeting): Promise<MeetingView | null>;
  /** Of many at once, in their order; without those whose people or programme are gone. */
  viewsOf(meetings: readonly Meeting[]): Promise<MeetingView[]>;
  /** The mentor's next free slots that also suit the learner, soonest first. */
  freeSlots(mentor: Person, learner: Person | null, limit: number, options?: SlotOptions): Promise<Instant[]>;
}

/** How far ahead free slots are offered. Later times can still be typed. */
const offeredDays = 30;
/** Somebody else wrote in between: how often a decision is made anew before giving up. */
const decideAgain = 8;

export function createMeetings(ports: {
  meetings: MeetingStore;
  people: PeopleStore;
  programs: ProgramStore;
  clock: Clock;
  alarm: Alarm;
  policy?: RequestPolicy;
  /** What mentors' own calendars say; null where none can be lent. */
  busyTimes?: BusyTimes | null;
}): Meetings {
  const { meetings: store, people, programs, clock, alarm, policy = defaultPolicy, busyTimes = null } = ports;

  function wakeFor(effects: readonly Effect[]): void {
    for (const dueAt of new Set(effects.map((effect) => effect.dueAt))) alarm.wake(dueAt);
  }

  async function viewsOf(meetings: readonly Meeting[]): Promise<MeetingView[]> {
    const personIds = new Set<PersonId>();
    const programIds = new Set<ProgramId>();
    for (const { mentorId, learnerId, programId } of meetings) {
      personIds.add(mentorId).add(learnerId);
      programIds.add(programId);
    }
    const [found, ...foundPrograms] = await Promise.all([
      people.getMany([...personIds]),
      ...[...programIds].map((id) => programs.get(id)),
    ]);
    const byId = new Map([...programIds].map((id, index) => [id, foundPrograms[index]]));
    const views: MeetingView[] = [];
    for (const meeting of meetings) {
      const mentor = found.get(meeting.mentorId);
      const learner = found.get(meeting.learnerId);
      const program = byId.get(meeting.programId);
      if (mentor && learner && program) views.push({ meeting, mentor, learner, program });
    }
    return views;
  }

  async function viewOf(meeting: Meeting): Promise<MeetingView | null> {
    return (await viewsOf([meeting]))[0] ?? null;
  }

  /** When the mentor's own calendar is taken. It may hold the very session that is to move, which is not in its own way. */
  async function elsewhere(
    own: BusyTimes,
    { ids }: Person,
    window: Interval,
    { except, newest = false }: { except?: MeetingId | undefined; newest?: boolean } = {},
  ): Promise<Interval[]> {
    const taken = await own.ofPerson(ids, window, { newest });
    const moving = except && taken.length > 0 ? await store.get(except) : null;
    return moving ? cutOut(taken, meetingInterval(moving)) : taken;
  }

  async function freeSlots(
    ...[mentor, learner, limit, options = {}]: Parameters<Meetings['freeSlots']>
  ): Promise<Instant[]> {
    const profile = mentor.mentor;
    if (!profile) return [];
    const now = clock.now();
    const earliest = options.notice === false ? now + minute : now + profile.notice * minute;
    const from = Math.max(earliest, options.from ?? earliest);
    const window = { start: from, end: options.until ?? from + (options.days ?? offeredDays) * day };
    if (window.end <= window.start) return [];
    const busy = await Promise.all([
      store.busy(mentor.ids, window, options.except),
      learner ? store.busy(learner.ids, window, options.except) : [],
      busyTimes ? elsewhere(busyTimes, mentor, window, { except: options.except }) : [],
    ]);
    return findSlots({
      hours: profile.hours,
      exceptions: profile.exceptions,
      zone: profile.hoursZone,
      duration: options.minutes ?? profile.duration,
      busy: busy.flat(),
      from: window.start,
      until: window.end,
      limit,
    });
  }

  /**
   * A learner's choice of time, unless the mentor's own calendar is taken then. The mentor's own choices are not looked at: they know their calendar.
   * What the calendar said a minute ago will not do here: it may still hold a session that has just gone from that time.
   */
  async function unlessBusy(decision: Decision, mentor: Person, before: Instant | null): Promise<Decision> {
    if (!busyTimes || !decision.ok || decision.meeting.scheduledAt === before) return decision;
    const { meeting } = decision;
    const window = meetingInterval(meeting);
    const taken = await elsewhere(busyTimes, mentor, window, { except: meeting.id, newest: true });
    if (taken.length === 0) return decision;
    // Sessions have their events there. About those the store decides, and says so.
    const ours = await store.busy(mentor.ids, window, meeting.id);
    return ours.length > 0 ? decision : refuse({ reason: 'mentor-busy', nextFree: [] });
  }

  /** Where a refusal can name better times, it does. */
  async function withNextFree(refusal: Refusal, view: MeetingView): Promise<Refusal> {
    if (!('nextFree' in refusal)) return refusal;
    const { mentor, learner, meeting } = view;
    const free = await freeSlots(mentor, learner, 4, { minutes: meeting.duration, except: meeting.id });
    // The time it has already is free to nobody else, and no news to these two.
    const others = free.filter((at) => at !== meeting.scheduledAt);
    return { ...refusal, nextFree: others.slice(0, 3) };
  }

  async function change(
    id: MeetingId,
    decide: (facts: MeetingFacts) => Decision | Promise<Decision>,
  ): Promise<{ ok: true; view: MeetingView } | { ok: false; refusal: Refusal; view: MeetingView | null }> {
    for (let tries = 0; tries < decideAgain; tries += 1) {
      const meeting = await store.get(id);
      const view = meeting && (await viewOf(meeting));
      if (!view) return { ok: false, refusal: { reason: 'unknown' }, view: null };
      const decision = await decide({ ...view, policy, now: clock.now() });
      if (!decision.ok) return { ok: false, refusal: await withNextFree(decision.refusal, view), view };
      const next = { ...view, meeting: decision.meeting };
      if (decision.meeting === view.meeting) return { ok: true, view };
      const committed = await store.update(decision.meeting, decision.effects);
      if (committed.ok) {
        wakeFor(decision.effects);
        return { ok: true, view: next };
      }
      if (committed.reason === 'slot-taken') {
        const refusal = await withNextFree({ reason: 'slot-taken', side: committed.side, nextFree: [] }, view);
        return { ok: false, refusal, view };
      }
    }
    throw new Error('A meeting kept changing while a decision about it was being written.');
  }

  return {
    viewOf,
    viewsOf,
    freeSlots,

    async view(id) {
      const meeting = await store.get(id);
      return meeting ? viewOf(meeting) : null;
    },

    async request(input) {
      const { id, program, learner } = input;
      const mentor = await people.get(input.mentorId);
      if (!mentor) return { ok: false, refusal: { reason: 'not-a-mentor' }, view: null, side: 'learner' };
      const asked = request({ ...input, mentor, policy, now: clock.now() });
      if (!asked.ok) return { ok: false, refusal: asked.refusal, view: null, side: 'learner' };
      const view = { meeting: asked.meeting, mentor, learner, program };
      const decision = await unlessBusy(asked, mentor, null);
      if (!decision.ok)
        return { ok: false, refusal: await withNextFree(decision.refusal, view), view, side: 'learner' };
      const committed = await store.create(decision.meeting, decision.effects);
      if (committed.ok) {
        wakeFor(decision.effects);
        return { ok: true, view, side: 'learner' };
      }
      // The same form sent twice: the first one made the meeting, and that is what was wanted.
      const existing = await store.get(id);
      if (existing && sideOf(existing, learner.ids) === 'learner') {
        return { ok: true, view: { ...view, meeting: existing }, side: 'learner' };
      }
      if (committed.reason === 'stale') throw new Error('A new meeting got an id that is already taken.');
      const refusal = await withNextFree({ reason: 'slot-taken', side: committed.side, nextFree: [] }, view);
      return { ok: false, refusal, view, side: 'learner' };
    },

    async act(id, actor, event, { ifRevision } = {}) {
      let side: Side = 'learner';
      const result = await change(id, (facts) => {
        const found = sideOf(facts.meeting, actor.ids);
        // To a stranger a meeting of others does not exist.
        if (!found) return { ok: false, refusal: { reason: 'unknown' } };
        side = found;
        if (ifRevision !== undefined && ifRevision !== facts.meeting.revision)
          return { ok: false, refusal: { reason: 'changed' } };
        const timed = (decision: Decision) =>
          found === 'mentor' ? decision : unlessBusy(decision, facts.mentor, facts.meeting.scheduledAt);
        if (event.event === 'accept') return accept(facts, found);
        if (event.event === 'decline') return decline(facts, found, event.reason);
        if (event.event === 'explain') return explain(facts, found, event.reason);
        if (event.event === 'edit') return timed(changed(facts, found, event));
        if (event.event === 'reschedule') return timed(reschedule(facts, found, event.scheduledAt));
        if (event.event === 'cancel') return cancel(facts, found);
        if (event.event === 'put-back') return putBack(facts);
        return join(facts, found);
      });
      if (!result.ok && result.refusal.reason === 'unknown') return { ...result, view: null, side };
      return { ...result, side };
    },

    async byClock(id, event) {
      const decide = { start, complete, expire }[event];
      const result = await change(id, (facts) => decide(facts));
      return result.ok ? result.view : null;
    },

    async byCalendar(id, news) {
      const result = await change(id, (facts) => byCalendar(facts, news));
      // One of the two is taken at that time, which only the write could tell.
      const taken = !result.ok && result.refusal.reason === 'slot-taken';
      return (taken ? await change(id, (facts) => backInCalendar(facts)) : result).view;
    },
  };
}
