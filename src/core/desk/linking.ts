/** Connecting two accounts of one person, or two places of one programme, by a one-time code. */
import { randomInt } from 'node:crypto';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import { noProgram } from '#core/messages/booking-words.ts';
import { type Inline, type Message, plainMessage } from '#core/messages/message.ts';
import {
  accountsLinked,
  confirmLink,
  linkLiveMeetings,
  linkOffered,
  linkOfOtherKind,
  linkOverlap,
  linkSamePerson,
  linkSameProgram,
  linkUnknown,
  organisersOnly,
  programLinked,
} from '#core/messages/program-words.ts';
import { day, type Instant, minute } from '#core/time/clock.ts';
import type { Desk } from './desk.ts';
import type { FormResult } from './form.ts';
import type { DeskPorts } from './ports.ts';
import { refusedForm } from './refused-form.ts';
import type { Visitor } from './visitor.ts';

/** Without letters and digits that look alike. 8 of 32: about 40 bits, for 10 minutes. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeLength = 8;
const codeLife = 10 * minute;
/** How long it is known whom a code has connected: the question it was used on can be answered again. */
const spentLife = day;

type Offer = { expiresAt: Instant } & (
  | { what: 'person'; personId: PersonId }
  | { what: 'program'; programId: ProgramId }
);

export interface ConfirmLink {
  /** Connects the accounts, after the person has seen whose they are. */
  confirmLink(visitor: Visitor, code: string): Promise<Message>;
}

export function createLinking(ports: DeskPorts): Pick<Desk, 'offerLink' | 'enterLink'> & ConfirmLink {
  const { people, programs, meetings, scratch, clock } = ports;

  async function linkPerson(visitor: Visitor, code: string, into: PersonId): Promise<FormResult> {
    const linked = await people.link(visitor.person.id, into, clock.now());
    if (linked.ok) {
      const person = await people.get(into);
      if (!person) throw new Error('A person was linked and is gone.');
      await scratch.put('link-spent', code, { into }, clock.now() + spentLife);
      return { ok: true, message: accountsLinked(person) };
    }
    if (linked.reason === 'same-person') return refusedForm('code', linkSamePerson);
    const views = await Promise.all(linked.meetingIds.map((id: MeetingId) => meetings.view(id)));
    return refusedForm('code', linkOverlap(views.filter((view) => view !== null)));
  }

  async function linkProgram(visitor: Visitor, programId: ProgramId): Promise<FormResult> {
    const { community, program, organizer } = visitor;
    if (!community || !program) return refusedForm('code', noProgram().headline);
    if (!organizer) return refusedForm('code', organisersOnly.headline);
    if (program.id === programId) return refusedForm('code', linkSameProgram);
    const moved = await programs.moveCommunity(community.id, programId);
    if (!moved.ok) return refusedForm('code', linkLiveMeetings);
    const joined = await programs.get(programId);
    if (!joined) throw new Error('A programme was joined and is gone.');
    return { ok: true, message: programLinked(joined) };
  }

  /** The offer, used up. Whoever is refused gives it back, so that the right person can still use the code. */
  async function take(code: string): Promise<Offer | null> {
    return (await scratch.take('link', code, clock.now())) as Offer | null;
  }

  /** Why a code does nothing: whom it has connected is told so, and it is unknown to all others. */
  async function spent(visitor: Visitor, code: string): Promise<Inline[]> {
    const found = (await scratch.get('link-spent', code, clock.now())) as { into: PersonId } | null;
    const person = found && (await people.get(visitor.person.id));
    return found && person?.ids.includes(found.into) ? linkSamePerson : linkUnknown;
  }

  async function spend(
    visitor: Visitor,
    code: string,
    { offer, use }: { offer: Offer; use: () => Promise<FormResult> },
  ): Promise<FormResult> {
    if (!(await take(code))) return refusedForm('code', await spent(visitor, code));
    const result = await use();
    if (!result.ok) await scratch.put('link', code, offer, offer.expiresAt);
    return result;
  }

  return {
    async offerLink(visitor, what) {
      const { person, program, community, organizer, account } = visitor;
      const expiresAt = clock.now() + codeLife;
      let offer: Offer;
      if (what === 'program') {
        if (!program || !community) return noProgram();
        if (!organizer) return organisersOnly;
        offer = { what, programId: program.id, expiresAt };
      } else offer = { what, personId: person.id, expiresAt };
      const code = Array.from({ length: codeLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
      await scratch.put('link', code, offer, expiresAt);
      return linkOffered(code, what, account.platform);
    },

    async enterLink(visitor, text, what) {
      const code = text
        .trim()
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]/g, '');
      const offer = (await scratch.get('link', code, clock.now())) as Offer | null;
      if (!offer) return refusedForm('code', await spent(visitor, code));
      if (what !== 'either' && offer.what !== what) return refusedForm('code', linkOfOtherKind(offer.what));
      if (offer.what === 'program')
        return spend(visitor, code, { offer, use: () => linkProgram(visitor, offer.programId) });
      const other = await people.get(offer.personId);
      if (!other) return refusedForm('code', linkUnknown);
      if (other.id === visitor.person.id) return refusedForm('code', linkSamePerson);
      // Whoever is talked into entering somebody else's code sees here whose it is.
      return { ok: true, message: confirmLink(other, code) };
    },

    async confirmLink(visitor, code) {
      const offer = (await scratch.get('link', code, clock.now())) as Offer | null;
      if (offer?.what !== 'person') return plainMessage(await spent(visitor, code));
      return (await spend(visitor, code, { offer, use: () => linkPerson(visitor, code, offer.personId) })).message;
    },
  };
}
