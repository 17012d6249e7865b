import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Visitor } from '#core/desk/visitor.ts';
import type { MeetingId } from '#core/ids.ts';
import { createMailChoices, type MailChoices } from '#core/mail/mail-choices.ts';
import type { Mailer } from '#core/mail/mailer.ts';
import { day, hour, minute, second } from '#core/time/clock.ts';
import { createSmtpMailer } from '../../src/adapters/mail/smtp-mailer.ts';
import { NOW } from '../builders.ts';
import { createMailServer, type MailServer } from '../fakes/mail-server.ts';
import { calendarLines, leavesOf, type MailPart, readMail } from '../fakes/read-mail.ts';
import { aLearnerAt, aMentorAt, filledIn, formIn, onDiscord } from '../fakes/small-house.ts';
import { aRequest, createWorkingHouse, start, tells, type WorkingHouse } from '../fakes/working-house.ts';

const from = { name: 'Confab', address: 'confab@example.org' };
const publicUrl = 'https://confab.example';

let server: MailServer;
let house: WorkingHouse;
let mailer: Mailer;
let choices: MailChoices;
const published: unknown[] = [];

beforeEach(async () => {
  server = createMailServer();
  await server.start();
  house = createWorkingHouse({
    mail({ stores, clock }) {
      mailer = createSmtpMailer({ smtpUrl: server.url, from }, { connections: 3 });
      choices = createMailChoices({ ...stores, clock, changes: { publish: (change) => published.push(change) } });
      return { mailer, choices, from, publicUrl };
    },
  });
});
afterEach(async () => {
  await house.carryOut.stop();
  mailer.close();
  await server.stop();
  house.db.close();
});

/** Somebody with an address that Google has verified. */
async function withAddress(visitor: Visitor, email: string): Promise<Visitor> {
  const { id: personId } = visitor.person;
  await house.stores.connections.add({
    ...{ sub: `sub-${email}`, email, personId, calendar: null, connectedAt: NOW, revision: 1 },
  });
  return visitor;
}

/** Leo in Lisbon has asked Maya in Berlin. */
async function asked(
  names: { maya?: string; leo?: string } = {},
): Promise<{ maya: Visitor; leo: Visitor; id: MeetingId }> {
  const maya = await withAddress(await aMentorAt(house, onDiscord(names.maya ?? 'Maya')), 'maya@gmail.com');
  const leo = await aLearnerAt(house, onDiscord(names.leo ?? 'Leo'), 'Europe/Lisbon');
  return aRequest(house, { mentor: maya, learner: await withAddress(leo, 'leo@gmail.com') });
}

const accept = (maya: Visitor, id: MeetingId) => house.desk.press(maya, { do: 'accept', meeting: id });

async function reschedule(visitor: Visitor, id: MeetingId, slot: number): Promise<void> {
  const form = formIn(await house.desk.openReschedule(visitor, id));
  const result = await house.desk.submitTime(visitor, filledIn(form, { slot }));
  if (!result.ok) throw new Error('The time was refused.');
}

/** What somebody got, oldest first. */
function inboxOf(address: string): MailPart[] {
  return server.delivered.filter(({ to }) => to.includes(address)).map(({ raw }) => readMail(raw));
}

const header = (mail: MailPart, name: string): string => mail.headers.get(name) ?? '';
const calendarOf = (mail: MailPart): string[] => calendarLines(leavesOf(mail)[1]?.text ?? '');
/** One property of the calendar part, whatever its parameters. */
function property(mail: MailPart, name: string): string {
  const line = calendarOf(mail).find((one) => one.startsWith(`${name}:`) || one.startsWith(`${name};`));
  return line?.slice(name.length).replace(/^:/, '') ?? '';
}

const soon = () => house.passUntil(house.clock.at + minute);

describe('when a session is booked', () => {
  it('both get an invitation for their calendars, with the link, in their own zone', async () => {
    const { maya, id } = await asked();
    await accept(maya, id);
    await soon();
    const { revision } = (await house.stores.meetings.get(id))!;

    const [mail, ...more] = inboxOf('leo@gmail.com');
    expect(more).toEqual([]);
    expect(server.delivered.map((one) => one.from)).toEqual([from.address, from.address]);
    expect(Object.fromEntries(mail!.headers)).toMatchObject({
      from: 'Confab <confab@example.org>',
      to: 'leo@gmail.com',
      subject: 'Booked: session with Maya, Thu 3 Dec 2026, 10:00 (Europe/Lisbon)',
      'message-id': expect.stringMatching(/^<[0-9a-f]{32}@example\.org>$/),
      references: expect.stringMatching(/^<[0-9a-f]{32}@example\.org>$/),
      'list-unsubscribe': expect.stringMatching(
        /^<https:\/\/confab\.example\/api\/mail\/unsubscribe\/cfbu_[\w-]{43}>$/,
      ),
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    });
    expect(header(mail!, 'content-type')).toMatch(/^multipart\/mixed/);
    expect(mail!.parts.map((part) => header(part, 'content-type').split(';')[0])).toEqual([
      'multipart/alternative',
      'application/ics',
    ]);
    const [words, calendar, attached] = leavesOf(mail!);
    expect(header(words!, 'content-type')).toBe('text/plain; charset=utf-8');
    const unsubscribe = header(mail!, 'list-unsubscribe').slice(1, -1);
    expect(words!.text.trim().split('\r\n')).toEqual([
      'Your session with Maya is booked.',
      '',
      'When: Thu 3 Dec 2026, 10:00 (Europe/Lisbon), 30 minutes',
      'Subject: Recursion',
      `Where: https://meet.example/${id}`,
      '',
      `To join, move or cancel it: https://confab.example/sessions/${id}`,
      '',
      '-- ',
      'You get this because your Google account is connected to Confab. An answer to it reaches nobody.',
      `No more mail about your sessions: ${unsubscribe}`,
    ]);
    expect(header(calendar!, 'content-type')).toBe('text/calendar; charset=utf-8; method=REQUEST');
    expect(header(attached!, 'content-disposition')).toContain('invite.ics');
    expect(attached!.text).toBe(calendar!.text);
    expect(calendarOf(mail!)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Confab//Confab//EN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      `UID:${id}@confab`,
      `SEQUENCE:${revision}`,
      expect.stringMatching(/^DTSTAMP:20261201T0900\d\dZ$/),
      'ORGANIZER;CN="Confab":mailto:confab@example.org',
      'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:leo@gmail.com',
      'DTSTART:20261203T100000Z',
      'DTEND:20261203T103000Z',
      'SUMMARY:Session with Maya',
      `DESCRIPTION:Recursion\\n\\nhttps://meet.example/${id}`,
      `LOCATION:https://meet.example/${id}`,
      `URL:https://meet.example/${id}`,
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);

    const [hers] = inboxOf('maya@gmail.com');
    expect(header(hers!, 'subject')).toBe('Booked: session with Leo, Thu 3 Dec 2026, 11:00 (Europe/Berlin)');
    expect(property(hers!, 'UID')).toBe(`${id}@confab`);
    // Nobody is told the other's address.
    expect(server.delivered.filter(({ raw }) => /leo@gmail\.com/.test(raw)).map(({ to }) => to)).toEqual([
      ['leo@gmail.com'],
    ]);
  });

  it('nobody gets anything before the mentor has said yes, nor when the request is withdrawn', async () => {
    const { leo, id } = await asked();
    const result = await house.meetings.act(id, leo.person, { event: 'cancel' });
    expect(result.ok).toBe(true);
    await soon();
    expect(server.seen).toEqual([]);
  });

  it('the invitation waits for a link that is still being made, but not for ever', async () => {
    const { maya, id } = await asked();
    const made = house.meetLinks.answer;
    house.meetLinks.answer = () => ({ eventId: 'event', link: null, pending: true, roomOpen: null });
    await accept(maya, id);
    await house.passUntil(house.clock.at + 20 * second);
    expect(server.seen).toEqual([]);
    house.meetLinks.answer = made;
    await house.passUntil(house.clock.at + minute);
    expect(inboxOf('leo@gmail.com').map((mail) => property(mail, 'URL'))).toEqual([`https://meet.example/${id}`]);
  });

  it('the invitation comes within minutes where no link does', async () => {
    const { maya, id } = await asked();
    house.meetLinks.answer = () => ({ eventId: 'event', link: null, pending: true, roomOpen: null });
    await accept(maya, id);
    await house.passUntil(house.clock.at + 2 * minute);
    const [mail] = inboxOf('leo@gmail.com');
    expect(leavesOf(mail!)[0]!.text).toContain('Where: The link will be on the page below.');
  });

  it('whoever has no address, or wants no mail, gets none, and the other does', async () => {
    const { maya, id } = await asked();
    await choices.choose(maya.person, false);
    await accept(maya, id);
    await soon();
    expect(server.delivered.map(({ to }) => to)).toEqual([['leo@gmail.com']]);
    expect(tells(house.discord.said)).toContain('d-Leo: Maya accepted. Your session is booked.');
  });

  it('a mentor who lends a calendar gets the words without the event, which is in there already', async () => {
    const { maya, id } = await asked();
    const account = (await house.stores.connections.find('sub-maya@gmail.com'))!;
    const calendar = {
      sealedRefreshToken: 'sealed',
      scopes: [],
      calendarId: 'primary',
      syncToken: null,
      lookAt: 0,
      channel: null,
    };
    await house.stores.connections.update({
      ...account,
      calendar: { ...calendar, state: 'ok', since: NOW },
      revision: 2,
    });
    await accept(maya, id);
    await soon();
    const [hers] = inboxOf('maya@gmail.com');
    expect(leavesOf(hers!).map((part) => header(part, 'content-type'))).toEqual(['text/plain; charset=utf-8']);
    expect(property(inboxOf('leo@gmail.com')[0]!, 'UID')).toBe(`${id}@confab`);
  });
});

describe('calendars', () => {
  it('follow an invitation, a change and a cancellation, whoever did it, by one UID and a rising SEQUENCE', async () => {
    const { maya, leo, id } = await asked();
    await accept(maya, id);
    await soon();
    await reschedule(leo, id, start + hour);
    await soon();
    await house.stores.meetings.get(id);
    await house.meetings.act(id, maya.person, { event: 'cancel' });
    await soon();
    for (const address of ['leo@gmail.com', 'maya@gmail.com']) {
      const mails = inboxOf(address);
      expect(mails.map((mail) => header(mail, 'subject').split(':')[0])).toEqual(['Booked', 'Moved', 'Cancelled']);
      expect(mails.map((mail) => property(mail, 'METHOD'))).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
      expect(mails.map((mail) => /method=(\w+)/.exec(header(leavesOf(mail)[1]!, 'content-type'))?.[1])).toEqual([
        'REQUEST',
        'REQUEST',
        'CANCEL',
      ]);
      expect(new Set(mails.map((mail) => property(mail, 'UID')))).toEqual(new Set([`${id}@confab`]));
      const [first, second, third] = mails.map((mail) => Number(property(mail, 'SEQUENCE')));
      expect(first! < second! && second! < third!).toBe(true);
      expect(mails.map((mail) => property(mail, 'DTSTART'))).toEqual([
        '20261203T100000Z',
        '20261203T110000Z',
        '20261203T110000Z',
      ]);
      expect(mails.map((mail) => property(mail, 'STATUS'))).toEqual(['CONFIRMED', 'CONFIRMED', 'CANCELLED']);
      // They are told apart, and shown together.
      expect(new Set(mails.map((mail) => header(mail, 'message-id'))).size).toBe(3);
      expect(new Set(mails.map((mail) => header(mail, 'references'))).size).toBe(1);
    }
  });

  it('are left alone by reminders, which go to each in words', async () => {
    const { maya, id } = await asked();
    await accept(maya, id);
    await house.passUntil(start - day + minute);
    const [, reminder, ...more] = inboxOf('leo@gmail.com');
    expect(more).toEqual([]);
    expect(header(reminder!, 'subject')).toBe('Reminder: session with Maya, Thu 3 Dec 2026, 10:00 (Europe/Lisbon)');
    expect(leavesOf(reminder!)).toHaveLength(1);
    expect(reminder!.text).toContain(`Where: https://meet.example/${id}`);
    await house.passUntil(start + hour);
    expect(inboxOf('leo@gmail.com')).toHaveLength(3);
    expect(inboxOf('maya@gmail.com')).toHaveLength(3);
  });
});

describe('a mail server that is down', () => {
  it('delays nothing else, and gets each mail once when it is back', async () => {
    const { maya, id } = await asked();
    await server.stop();
    await accept(maya, id);
    await house.passUntil(NOW + 5 * minute);
    expect(tells(house.discord.said)).toContain('d-Leo: Maya accepted. Your session is booked.');
    expect(house.meetLinks.asked.length).toBeGreaterThan(0);
    expect(server.seen).toEqual([]);
    await server.start();
    await house.passUntil(NOW + 30 * minute);
    expect(server.delivered.map(({ to }) => to[0]).sort()).toEqual(['leo@gmail.com', 'maya@gmail.com']);
    expect(await house.stores.effects.failures(5)).toEqual([]);
  });

  it('is not told of what has changed since', async () => {
    const { maya, id } = await asked();
    await server.stop();
    await accept(maya, id);
    await house.passUntil(NOW + 2 * minute);
    await house.meetings.act(id, maya.person, { event: 'cancel' });
    await house.passUntil(NOW + 4 * minute);
    await server.start();
    await house.passUntil(NOW + hour);
    expect(inboxOf('leo@gmail.com').map((mail) => property(mail, 'METHOD'))).toEqual(['CANCEL']);
  });

  it('is waited for when it asks for that', async () => {
    let busy = 3;
    server.trouble = (stage) => (stage === 'recipient' && busy-- > 0 ? 451 : null);
    const { maya, id } = await asked();
    await accept(maya, id);
    await house.passUntil(NOW + 10 * minute);
    expect(server.delivered).toHaveLength(2);
  });
});

describe('a mail that is not taken', () => {
  it('is given up at once where the address is refused, without naming it, and without harm to others', async () => {
    server.trouble = (stage, to) => (stage === 'recipient' && to === 'leo@gmail.com' ? 550 : null);
    const { maya, id } = await asked();
    await accept(maya, id);
    await soon();
    expect(server.delivered.map(({ to }) => to)).toEqual([['maya@gmail.com']]);
    expect(await house.stores.effects.failures(5)).toMatchObject([
      { reason: 'the mail server does not take mail to this address (550)' },
    ]);
    expect(JSON.stringify(house.log)).not.toMatch(/gmail|Recursion|Leo|Maya/);
  });

  it('whose answer never came is repeated once, under its own name, and never a third time', async () => {
    server.trouble = (stage, to) => (stage === 'mail' && to === 'leo@gmail.com' ? 'hang-up' : null);
    const { maya, id } = await asked();
    await accept(maya, id);
    await house.passUntil(NOW + 5 * hour);
    const names = server.seen
      .filter(({ to }) => to[0] === 'leo@gmail.com')
      .map(({ raw }) => header(readMail(raw), 'message-id'));
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
    expect(await house.stores.effects.failures(5)).toMatchObject([
      { reason: expect.stringContaining('no answer came twice') },
    ]);
  });

  it('because the process died is repeated once', async () => {
    const { maya, id } = await asked();
    await server.stop();
    await accept(maya, id);
    await house.passUntil(NOW + minute);
    await server.start();
    /** A process that dies while its mails are on their way. */
    const die = async (): Promise<number> => {
      house.clock.at += 20 * minute;
      const options = { now: house.clock.at, leaseUntil: house.clock.at + hour, limit: 50 };
      const claims = (await house.stores.effects.claim(options)).filter(({ effect }) => effect.what.sort === 'mail');
      for (const claim of claims) expect(await house.stores.effects.sending(claim)).toBe(true);
      await house.stores.effects.releaseClaims();
      return claims.length;
    };
    expect(await die()).toBe(2);
    await house.work();
    expect(server.delivered).toHaveLength(2);
  });
});

describe('what people call themselves and write', () => {
  it('stays in its place: no header, recipient or property comes of it', async () => {
    const evil = 'Eve\r\nBcc: victim@example.org\r\n\r\nMETHOD:PUBLISH';
    const { maya, id } = await asked({ maya: evil });
    const meeting = (await house.stores.meetings.get(id))!;
    const description = 'Hello\r\nATTENDEE:mailto:victim@example.org\r\n.\r\nQUIT\r\n';
    const subject = 'Recursion\r\nBcc: victim@example.org\r\nATTENDEE:mailto:victim@example.org';
    await house.stores.meetings.update({ ...meeting, subject, description, revision: meeting.revision + 1 }, []);
    await accept(maya, id);
    await soon();
    expect(server.delivered.map(({ to }) => to).sort()).toEqual([['leo@gmail.com'], ['maya@gmail.com']]);
    for (const { raw } of server.delivered) {
      const mail = readMail(raw);
      expect([...mail.headers.keys()].sort()).toEqual([
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'list-unsubscribe',
        'list-unsubscribe-post',
        'message-id',
        'mime-version',
        'references',
        'subject',
        'to',
      ]);
      const lines = calendarOf(mail);
      expect(lines.filter((line) => /^(ATTENDEE|METHOD|BCC)/i.test(line))).toHaveLength(2);
      expect(lines.filter((line) => !/^[A-Z]+[:;]/.test(line))).toEqual([]);
      expect(leavesOf(mail)).toHaveLength(3);
    }
  });
});
