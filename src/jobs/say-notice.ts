import { createHash } from 'node:crypto';
import { afterUnreached } from '#core/effects/consequences.ts';
import type { NoticeKind, Place } from '#core/effects/effect.ts';
import type { EffectStore } from '#core/effects/effect-store.ts';
import { whyNotSay } from '#core/effects/notice-rules.ts';
import type { ProgramId } from '#core/ids.ts';
import { sideOf } from '#core/meetings/meeting.ts';
import { calendarLost, googleConnected } from '#core/messages/google-words.ts';
import { meetingCard } from '#core/messages/meeting-words.ts';
import type { Message } from '#core/messages/message.ts';
import { DeliveryError, type Messenger, type Told } from '#core/messages/messenger.ts';
import { googleLost, platformNames } from '#core/messages/program-words.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Account, Person, Platform } from '#core/people/person.ts';
import type { Program } from '#core/programs/program.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import { done, dropped, failed, later, type Result, type Work } from './outcome.ts';

export interface NoticePorts {
  effects: EffectStore;
  people: PeopleStore;
  programs: ProgramStore;
  messengers: ReadonlyMap<Platform, Messenger>;
  /** Where the dashboard is, without a slash at its end; null where there is none. */
  publicUrl: string | null;
}

/** Where the other side does not need to know that somebody missed it. */
const unimportant: readonly NoticeKind[] = [
  'unreached',
  'follow-up',
  'no-link',
  'room-closed',
  'google-lost',
  'calendar-lost',
  'calendar-moved',
  'calendar-back',
  'calendar-gone',
  'calendar-declined',
  'google-connected',
];

/** Tells one person one thing, on the first of their accounts that can be reached. */
export async function sayNotice(work: Work, ports: NoticePorts): Promise<Result> {
  const { claim, view, now } = work;
  const { effect } = claim;
  const { what } = effect;
  if (what.sort !== 'notice') throw new Error('Only notices can be said.');
  if (!view) return sayWithoutMeeting(work, ports);
  const { meeting, program } = view;
  const whyNot = whyNotSay(effect, meeting, program.settings.reminders, now);
  if (whyNot !== null) return dropped(whyNot);
  const side = sideOf(meeting, [what.to]);
  if (side === null) return dropped('the person is no longer part of the session');
  const person = side === 'mentor' ? view.mentor : view.learner;
  const notice = {
    kind: what.kind,
    version: effect.version,
    ...(what.minutes === undefined ? {} : { minutes: what.minutes }),
  };
  const message = meetingCard(view, side, notice);
  const told = await tellSomewhere(work, ports, person, program, message);
  if ('result' in told) {
    if (told.unreachedOn.length === 0 || unimportant.includes(what.kind)) return told.result;
    const platform = told.unreachedOn.join(' or ');
    return {
      ...told.result,
      unreached: { personId: what.to, platform },
      effects: afterUnreached({ ...view, now }, side, what.kind),
    };
  }
  // A mention shows nothing of the session, so there is nothing in it to keep true.
  if (told.by === 'mention') return done;
  const place: Place = {
    key: `card:${effect.id}`,
    personId: what.to,
    ref: told.ref,
    notice,
    shown: fingerprint(message),
  };
  return { ...done, places: [place] };
}

async function sayWithoutMeeting(work: Work, ports: NoticePorts): Promise<Result> {
  const { effect } = work.claim;
  const { what } = effect;
  const message = what.sort === 'notice' ? aboutNoMeeting(what.kind, ports.publicUrl) : null;
  if (what.sort !== 'notice' || !message) return dropped('the session is gone');
  const person = await ports.people.get(what.to);
  const program = person && (await programFor(effect.programId, person, ports.programs));
  if (!person || !program) return dropped('the person or the programme is gone');
  const told = await tellSomewhere(work, ports, person, program, message);
  return 'result' in told ? told.result : done;
}

function aboutNoMeeting(kind: NoticeKind, publicUrl: string | null): Message | null {
  if (kind === 'google-lost') return googleLost;
  if (kind === 'calendar-lost') return calendarLost(publicUrl);
  return kind === 'google-connected' ? googleConnected(publicUrl) : null;
}

/** What is about a person alone is said in any programme of theirs. */
async function programFor(id: ProgramId | null, { accounts }: Person, programs: ProgramStore): Promise<Program | null> {
  if (id !== null) return programs.get(id);
  for (const communityId of accounts.flatMap(({ communityIds }) => communityIds)) {
    const program = await programs.ofCommunity(communityId);
    if (program) return program;
  }
  return null;
}

async function tellSomewhere(
  work: Work,
  ports: NoticePorts,
  person: Person,
  program: Program,
  message: Message,
): Promise<Told | { result: Result; unreachedOn: string[] }> {
  const { claim } = work;
  const unreachedOn: string[] = [];
  const reasons: string[] = [];
  for (const account of reachable(person, program, ports.messengers)) {
    const messenger = ports.messengers.get(account.platform);
    if (!messenger) continue;
    const whyNot = await whyNotSend(account, work, ports.effects);
    if (whyNot) return { result: whyNot, unreachedOn: [] };
    const communities = program.communities.filter((community) => community.platform === account.platform);
    try {
      const told = await messenger.tell(account, message, communities, { key: claim.effect.id, zone: person.zone });
      if (told.roomId !== account.roomId) await ports.people.setRoom(account.key, told.roomId);
      return told;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.code === 'busy' || error.code === 'unavailable' || error.code === 'unknown') {
        const result = later(work, error.message, { retryAfter: error.retryAfter, doubtful: error.code === 'unknown' });
        if (result.outcome.state === 'retry') return { result, unreachedOn: [] };
      }
      unreachedOn.push(platformNames[account.platform]);
      reasons.push(error.message);
    }
  }
  const result = failed(reasons.length > 0 ? reasons.join('; ') : "none of the person's platforms is connected");
  const tried = unreachedOn.length > 0 ? unreachedOn : person.accounts.map(({ platform }) => platformNames[platform]);
  return { result, unreachedOn: [...new Set(tried)] };
}

/**
 * Slack cannot recognise a repeat, so a post whose outcome is not known is repeated once and no more; that it is about to be sent is written down
 * first. Discord remembers the nonce. Null: go ahead.
 */
export async function whyNotSend(
  { platform }: Pick<Account, 'platform'>,
  { claim }: Work,
  effects: EffectStore,
): Promise<Result | null> {
  if (platform !== 'slack') return null;
  if (claim.unanswered > 1) return failed('no answer came twice, so it may have been shown already');
  return (await effects.sending(claim)) ? null : dropped('somebody else has taken it over');
}

/** Accounts in the programme's own places first. */
function reachable(person: Person, program: Program, messengers: ReadonlyMap<Platform, Messenger>): Account[] {
  const here = new Set(program.communities.map((community) => community.id));
  const near = (account: Account): number => (account.communityIds.some((id) => here.has(id)) ? 0 : 1);
  return person.accounts.filter((account) => messengers.has(account.platform)).sort((a, b) => near(a) - near(b));
}

export function fingerprint(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);
}
