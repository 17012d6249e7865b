import type { Instant } from '#core/time/clock.ts';
import { whyNotAccept } from './accept.ts';
import { whyNotCancel } from './cancel.ts';
import type { Refusal } from './decision.ts';
import { whyNotDecline } from './decline.ts';
import { whyNotEdit } from './edit.ts';
import { whyNotJoin } from './join.ts';
import type { Meeting, Side } from './meeting.ts';
import { whyNotReschedule } from './reschedule.ts';

/** What a page has a button for. */
export const deeds = ['accept', 'decline', 'edit', 'reschedule', 'cancel', 'join'] as const;
export type Deed = (typeof deeds)[number];

const whyNot: Record<Deed, (meeting: Meeting, by: Side, now: Instant) => Refusal | null> = {
  accept: whyNotAccept,
  decline: whyNotDecline,
  edit: whyNotEdit,
  reschedule: whyNotReschedule,
  cancel: whyNotCancel,
  join: whyNotJoin,
};

/** What this side may do with the meeting now, by the rules that will be asked when they do it. */
export function mayDo(meeting: Meeting, by: Side, now: Instant): Deed[] {
  return deeds.filter((deed) => whyNot[deed](meeting, by, now) === null);
}

/** The moment from which `mayDo` may answer otherwise though nobody did anything; infinity where it stands. The rules know no other moments than these. */
export function standsUntil({ scheduledAt, expiresAt }: Meeting, now: Instant): Instant {
  const ahead = [scheduledAt, expiresAt].filter((at) => at !== null && at > now) as Instant[];
  return Math.min(...ahead);
}
