/** Connecting two accounts of one person, or two places of one programme, by a one-time code. */
import { randomInt } from 'node:crypto';
import type { MeetingId, PersonId, ProgramId } from '#core/ids.ts';
import { noProgram } from '#core/messages/booking-words.ts';
import {
  accountsLinked,
  linkLiveMeetings,
  linkOffered,
  linkOverlap,
  linkSamePerson,
  linkSameProgram,
  linkUnknown,
  organisersOnly,
  programLinked,
} from '#core/messages/program-words.ts';
import { minute } from '#core/time/clock.ts';
import type { Desk } from './desk.ts';
import type { FormResult } from './form.ts';
import type { DeskPorts } from './ports.ts';
import { refusedForm } from './refused-form.ts';
import type { Visitor } from './visitor.ts';

/** Without letters and digits that look alike. 8 of 32: about 40 bits, for 10 minutes. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeLength = 8;
const codeLife = 10 * minute;

type Offer = { what: 'person'; personId: PersonId } | { what: 'program'; programId: ProgramId };

export function createLinking(ports: DeskPorts): Pick<Desk, 'offerLink' | 'enterLink'> {
  const { people, programs, meetings, scratch, clock } = ports;

  async function linkPerson(visitor: Visitor, into: PersonId): Promise<FormResult> {
    const linked = await people.link(visitor.person.id, into, clock.now());
    if (linked.ok) {
      const person = await people.get(into);
      if (!person) throw new Error('A person was linked and is gone.');
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

  return {
    async offerLink(visitor, what) {
      const { person, program, community, organizer, account } = visitor;
      let offer: Offer;
      if (what === 'program') {
        if (!program || !community) return noProgram();
        if (!organizer) return organisersOnly;
        offer = { what, programId: program.id };
      } else offer = { what, personId: person.id };
      const code = Array.from({ length: codeLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
      await scratch.put('link', code, offer, clock.now() + codeLife);
      return linkOffered(code, what, account.platform);
    },

    async enterLink(visitor, text) {
      const code = text
        .trim()
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]/g, '');
      const offer = (await scratch.take('link', code, clock.now())) as Offer | null;
      if (!offer) return refusedForm('code', linkUnknown);
      return offer.what === 'person' ? linkPerson(visitor, offer.personId) : linkProgram(visitor, offer.programId);
    },
  };
}
