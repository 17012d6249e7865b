import { createHash } from 'node:crypto';
import type { Effect } from '#core/effects/effect.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import { whyNotMail } from '#core/effects/notice-rules.ts';
import type { MailAddress } from '#core/mail/mail-address.ts';
import type { MailChoices } from '#core/mail/mail-choices.ts';
import { MailError, type Mailer } from '#core/mail/mailer.ts';
import { mailsBeside } from '#core/mail/mails-beside.ts';
import { writeMail } from '#core/mail/write-mail.ts';
import { sideOf } from '#core/meetings/meeting.ts';
import { type Clock, type Instant, minute, second } from '#core/time/clock.ts';
import { done, dropped, failed, later, type Result, type Work } from './outcome.ts';
import { createTurns } from './turns.ts';

export interface MailPorts {
  mailer: Mailer;
  choices: MailChoices;
  from: MailAddress;
  /** Where the dashboard is, without a slash at its end. */
  publicUrl: string;
}

export interface MailJob {
  /** The mails that go out when a notice is said. */
  beside(work: Work): Promise<Effect[]>;
  send(work: Work): Promise<Result>;
}

/** How long an invitation waits for the link that the calendar makes. */
const linkWait = minute;
/** How many mails are handed to the mail server at a time. */
export const mailsAtOnce = 3;
/** Whatever more is due goes back into the queue: a mail server that hangs must not hold up all that is carried out. */
const mailsWaiting = 20;
/** After the mail server did not answer, how long nobody asks it. */
const leftAlone = 10 * second;
const away = 'the mail server did not answer a moment ago';

export function createMailJob({
  mailer,
  choices,
  from,
  publicUrl,
  effects,
  clock,
}: MailPorts & { effects: EffectStore; clock: Clock }): MailJob {
  const turns = createTurns({ atOnce: mailsAtOnce, waiting: mailsWaiting });
  let awayUntil: Instant = 0;

  async function send(work: Work): Promise<Result> {
    const { claim, view, now } = work;
    const { effect } = claim;
    const { what } = effect;
    if (what.sort !== 'mail') throw new Error('Only mails can be sent.');
    if (!view) return dropped('the session is gone');
    const { meeting, program } = view;
    const whyNot = whyNotMail(effect, meeting, program.settings.reminders, now);
    if (whyNot !== null) return dropped(whyNot);
    const side = sideOf(meeting, [what.to]);
    if (side === null) return dropped('the person is no longer part of the session');
    const person = view[side];
    const choice = await choices.of(person);
    if (!choice?.on) return dropped('the person gets no mail');
    const linkToCome = meeting.meetingLink === null && !meeting.linkGivenUp && what.kind !== 'cancellation';
    if (linkToCome && now < effect.dueAt + linkWait)
      return { outcome: { state: 'retry', reason: 'the link is still being made', at: now + 10 * second } };
    if (claim.unanswered > 1) return failed('no answer came twice, so it may have been delivered already');
    const unsubscribe = `${publicUrl}/api/mail/unsubscribe/${await choices.offerEnd(person)}`;
    const mail = writeMail({ ...{ view, side, choice, from, publicUrl, unsubscribe, now }, kind: what.kind });
    if (!(await effects.sending(claim))) return dropped('somebody else has taken it over');
    try {
      await mailer.send({ ...mail, id: nameOf(effect.id), thread: nameOf(meeting.id) });
      return done;
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      if (error.code === 'refused') return failed(error.message);
      if (error.code !== 'busy') {
        awayUntil = clock.now() + leftAlone;
        turns.sendAway();
      }
      return later(work, error.message, { doubtful: error.code === 'unknown' });
    }
  }

  return {
    async beside({ claim, view, now }) {
      if (!view) return [];
      const mails = mailsBeside(claim.effect, view.meeting, now);
      const chosen = await Promise.all(mails.map(({ side }) => choices.of(view[side])));
      return mails.flatMap(({ effect }, index) => (chosen[index]?.on ? [effect] : []));
    },

    async send(work) {
      if (clock.now() < awayUntil) return later(work, away);
      const result = await turns.take(() => send(work));
      if (result === 'sent-away') return later(work, away);
      if (result !== 'full') return result;
      return { outcome: { state: 'retry', reason: 'much mail is being sent', at: work.now + 2 * second } };
    },
  };
}

/** The same for every attempt, and nothing to read in it. */
function nameOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}
