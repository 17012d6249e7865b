/** Claims what is due, does it, and records each outcome by itself. */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Alarm } from '#core/effects/alarm.ts';
import type { Effect } from '#core/effects/effect.ts';
import type { Claim, EffectStore } from '#core/effects/effect-store.ts';
import type { EffectId } from '#core/ids.ts';
import type { Meetings } from '#core/meetings/meetings.ts';
import { StorageError } from '#core/storage-error.ts';
import { type Clock, minute, second } from '#core/time/clock.ts';
import { done, dropped, later, type Result, type Work } from './outcome.ts';
import { type NoticePorts, sayNotice } from './say-notice.ts';
import { createMailJob, type MailPorts } from './send-mail.ts';
import { type CalendarPorts, syncCalendar } from './sync-calendar.ts';
import { hasCards, type ShownPorts, syncAnnouncement, syncCards, syncHome } from './sync-shown.ts';

export interface CarryOut {
  /** Starts on whatever is due now. Returns at once; more that becomes due while it works is taken along. */
  pump(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

export interface CarryOutPorts extends NoticePorts, CalendarPorts, ShownPorts {
  meetings: Meetings;
  effects: EffectStore;
  clock: Clock;
  alarm: Alarm;
  log: Logger;
  /** Absent where no mail is sent. */
  mail?: MailPorts | null;
  /** How many effects are under way at a time, at most. */
  atOnce: number;
}

/** Longer than any call we make waits for its answer, all tries included. */
const lease = 2 * minute;
/** How soon a database that was away is asked again. */
const lookAgain = 2 * second;

export function createCarryOut(ports: CarryOutPorts): CarryOut {
  const { effects, meetings, clock, alarm, log, atOnce } = ports;
  const mail = ports.mail ? createMailJob({ ...ports.mail, effects, clock }) : null;
  const underWay = new Map<EffectId, { claim: Claim; work: Promise<void> }>();
  let pumping: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function carry(claim: Claim): Promise<Result> {
    const { effect, meeting } = claim;
    const { what } = effect;
    if (what.sort === 'clock') {
      if (!meeting || meeting.version !== effect.version) return dropped('the session was changed in between');
      return (await meetings.byClock(meeting.id, what.kind)) ? done : dropped('it no longer applies');
    }
    // Most people have no card yet when cards are made true: then nobody need be looked up.
    if (what.kind === 'cards' && meeting && !(await hasCards(meeting.id, what.of, ports))) return done;
    const work: Work = { claim, view: meeting && (await meetings.viewOf(meeting)), now: clock.now() };
    if (what.sort === 'notice') {
      // Looked up first: what fails behind a message that was said would have it said again.
      const mails = mail ? await mail.beside(work) : [];
      return withMails(await sayNotice(work, ports), mails);
    }
    if (what.sort === 'mail') return mail ? mail.send(work) : dropped('mail is no longer set up');
    if (what.kind === 'calendar') return syncCalendar(work, ports);
    if (what.kind === 'announcement') return syncAnnouncement(work, what.community, ports);
    return what.kind === 'cards' ? syncCards(work, what.of, ports) : syncHome(work, what.of, ports);
  }

  async function carryAndSettle(claim: Claim): Promise<void> {
    const { effect } = claim;
    let result: Result;
    try {
      result = await carry(claim);
    } catch (error) {
      log.error({ err: error, effect: effect.id }, 'An effect could not be carried out.');
      // A post may have been shown before things broke, so a repeat counts as one.
      const doubtful = effect.what.sort !== 'clock';
      result = later({ claim, view: null, now: clock.now() }, 'an unexpected error', { doubtful });
    }
    const settled = await record(claim, result);
    const { outcome } = result;
    if (!settled) log.warn({ effect: effect.id }, 'The claim had run out before its outcome was recorded.');
    if (outcome.state === 'retry') {
      log.info(
        { effect: effect.id, attempt: claim.attempt, reason: outcome.reason },
        'An effect is tried again later.',
      );
      alarm.wake(outcome.at);
    } else if (outcome.state === 'failed')
      log.error({ effect: effect.id, reason: outcome.reason }, 'An effect was given up.');
    else if (outcome.state === 'dropped')
      log.info({ effect: effect.id, reason: outcome.reason }, 'An effect was dropped.');
    else log.debug({ effect: effect.id }, 'An effect was carried out.');
  }

  /** What was done and is not recorded would be done again. So a database that is away is waited for, as long as the effect is ours. */
  async function record(claim: Claim, result: Result): Promise<boolean> {
    const oursUntil = clock.now() + lease;
    for (;;) {
      const { token } = claim;
      try {
        if (await effects.settle(claim, { ...result, now: clock.now() })) return true;
        // Its lease may have run out, and we ourselves claimed it anew: then that claim arrives now, with a token that counts.
        await pumping;
        if (claim.token === token) return false;
      } catch (error) {
        const away = error instanceof StorageError && error.retryable;
        if (!away || stopped || clock.now() + lookAgain > oursUntil) throw error;
        await pause(lookAgain);
      }
    }
  }

  function begin(claim: Claim): void {
    const { id } = claim.effect;
    const held = underWay.get(id);
    if (held) {
      // It outlived its lease here, on a machine that slept or has too much to do. It goes on under the new claim, and is not done twice.
      held.claim.token = claim.token;
      return;
    }
    const work = carryAndSettle(claim)
      .catch((error: unknown) => log.error({ err: error, effect: id }, 'An outcome could not be recorded.'))
      .finally(() => {
        underWay.delete(id);
        // What follows in the same lane, or was left for want of room, can go now.
        pump();
      });
    underWay.set(id, { claim, work });
  }

  async function claimAll(): Promise<void> {
    // Outcomes come by the handful, of one commit. When all of them have made room, one claim fills it.
    await nextTurn();
    do {
      again = false;
      while (!stopped && underWay.size < atOnce) {
        const now = clock.now();
        const claims = await effects.claim({ now, leaseUntil: now + lease, limit: atOnce - underWay.size });
        if (claims.length === 0) break;
        for (const claim of claims) begin(claim);
      }
    } while (again && !stopped);
  }

  function pump(): void {
    if (stopped) return;
    if (pumping) {
      again = true;
      return;
    }
    pumping = claimAll()
      .catch((error: unknown) => log.error({ err: error }, 'What is due could not be read; the sweep tries again.'))
      .finally(() => {
        pumping = null;
        if (again) pump();
      });
  }

  async function idle(): Promise<void> {
    while (pumping || underWay.size > 0)
      await Promise.all([pumping, ...Array.from(underWay.values(), ({ work }) => work)]);
  }

  return {
    pump,
    idle,
    async stop() {
      stopped = true;
      await idle();
    },
  };
}

/** What was left unsaid goes out by no other way; what could not be said in chat, or not yet, is all the more use by mail. */
function withMails(result: Result, mails: readonly Effect[]): Result {
  if (mails.length === 0 || result.outcome.state === 'dropped') return result;
  return { ...result, effects: [...(result.effects ?? []), ...mails] };
}
