import { describe, expect, it } from 'vitest';
import type { Visitor } from '#core/desk/visitor.ts';
import type { Message } from '#core/messages/message.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  filledIn,
  formIn,
  meetingsOf,
  onDiscord,
  onSlack,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { expectSentences, readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
const firstSlot = NOW + 2 * hour;

function codeIn(message: Message): string {
  const command = message.headline.find((inline) => typeof inline === 'object' && 'command' in inline);
  if (typeof command !== 'object' || !('rest' in command) || !command.rest) throw new Error('There is no code.');
  return command.rest;
}

const codeFor = async (visitor: Visitor, what: 'person' | 'program') =>
  codeIn(await house.desk.offerLink(visitor, what));
const refusal = async (visitor: Visitor, code: string) => {
  const refused = refusedIn(await house.desk.enterLink(visitor, code));
  expect(refused.field).toBe('code');
  return expectSentences(refused.problem);
};
const unknown = 'That code is not known: it may be mistyped, used, or older than 10 minutes. Please make a new one.';

describe('a code', () => {
  it('has eight letters and digits that nobody mistakes, and says where it goes', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const offer = await house.desk.offerLink(leo, 'person');
    expect(codeIn(offer)).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(offer.headline).toContainEqual({ command: 'link', rest: codeIn(offer), on: 'slack' });
    expect(codeIn(await house.desk.offerLink(leo, 'person'))).not.toBe(codeIn(offer));
  });

  it('is read as people type it', async () => {
    const code = await codeFor(await house.desk.arrive(onDiscord('Leo')), 'person');
    const slack = await house.desk.arrive(onSlack('Leo'));
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `;
    expect(await house.desk.enterLink(slack, typed)).toMatchObject({ ok: true });
  });

  it('works once', async () => {
    const code = await codeFor(await house.desk.arrive(onDiscord('Leo')), 'person');
    const others = await Promise.all(['A', 'B', 'C'].map((name) => house.desk.arrive(onSlack(name))));
    const results = await Promise.all(others.map((other) => house.desk.enterLink(other, code)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await refusal(await house.desk.arrive(onSlack('D')), code)).toBe(unknown);
  });

  it('works for ten minutes', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const [one, other] = [await codeFor(leo, 'person'), await codeFor(leo, 'person')];
    house.clock.at += 10 * minute - 1;
    expect(await house.desk.enterLink(await house.desk.arrive(onSlack('Leo')), one)).toMatchObject({ ok: true });
    house.clock.at += 1;
    expect(await refusal(await house.desk.arrive(onSlack('Other')), other)).toBe(unknown);
  });

  it.each(['', 'ABCD2345', '💥', "'; DROP TABLE scratch"])('that was never made is not known: %j', async (code) => {
    expect(await refusal(await house.desk.arrive(onSlack('Leo')), code)).toBe(unknown);
  });
});

describe('two accounts of one person', () => {
  it('become one: sessions show in both places, and nobody books them twice', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    await aBooking(house, maya, leo, { at: firstSlot });
    const slackLeo = await house.desk.arrive(onSlack('Leo Slack'));
    const result = await house.desk.enterLink(slackLeo, await codeFor(leo, 'person'));
    expect(readAloud(result.message)).toBe(
      'Your accounts on Discord and Slack are connected: your sessions show in all of them, and nobody can book you twice.',
    );
    const both = await house.desk.arrive(onSlack('Leo Slack'));
    expect(both.person.id).toBe(leo.person.id);
    expect(both.person.accounts.map(({ platform }) => platform)).toEqual(['discord', 'slack']);
    expect(readAloud(await house.desk.meetings(both, ''))).toContain('with Maya: waiting for an answer.');
    const ana = await aMentorAt(house, onSlack('Ana'));
    const form = formIn(await house.desk.openBooking(both, ana.person.id));
    expect(form.slots[0]?.at).toBe(firstSlot + 30 * minute);
    const clash = refusedIn(await house.desk.submitTime(both, filledIn(form, { slot: firstSlot })));
    expect(readAloud(clash.message)).toContain('You have another session at that time.');
  });

  it('stay two while they have sessions at the same time, which are named', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const ana = await aMentorAt(house, onSlack('Ana'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    const slackLeo = await house.desk.arrive(onSlack('Leo'));
    const one = await aBooking(house, maya, leo, { at: firstSlot });
    await aBooking(house, ana, slackLeo, { at: firstSlot });
    await aBooking(house, ana, slackLeo, { at: firstSlot + day });
    const says = await refusal(slackLeo, await codeFor(leo, 'person'));
    expect(says).toBe(
      'The two accounts have sessions at the same time: Tue 1 Dec 2026, 12:00 (Europe/Berlin) and Tue 1 Dec 2026, 12:00 (Europe/Berlin). Cancel or move one of each pair, then connect them with a new code.',
    );
    expect((await house.desk.arrive(onSlack('Leo'))).person.id).not.toBe(leo.person.id);
    await house.desk.press(leo, { do: 'cancel-confirmed', meeting: one.id });
    expect(await house.desk.enterLink(slackLeo, await codeFor(leo, 'person'))).toMatchObject({ ok: true });
    expect(await meetingsOf(house, await house.desk.arrive(onDiscord('Leo')))).toHaveLength(3);
  });

  it('cannot be one already', async () => {
    const leo = await house.desk.arrive(onDiscord('Leo'));
    expect(await refusal(leo, await codeFor(leo, 'person'))).toContain('connected already');
  });

  it('answer for each other: a mentor accepts on the one what came to the other', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    const meeting = await aBooking(house, maya, leo);
    const slackMaya = await house.desk.arrive(onSlack('Maya'));
    await house.desk.enterLink(maya, await codeFor(slackMaya, 'person'));
    const merged = await house.desk.arrive(onSlack('Maya'));
    expect(merged.person.mentor?.topics).toEqual(['python', 'statistics']);
    expect((await house.desk.press(merged, { do: 'accept', meeting: meeting.id })).reply).toBeNull();
    expect((await house.stores.meetings.get(meeting.id))?.status).toBe('scheduled');
  });
});

describe('two places of one programme', () => {
  const onGuild = () => house.desk.arrive(onDiscord('Olga', { admin: true }));
  const onWork = () => house.desk.arrive(onSlack('Boss', { admin: true }));

  it('share their mentors: a learner on one books a mentor on the other', async () => {
    const result = await house.desk.enterLink(await onWork(), await codeFor(await onGuild(), 'program'));
    expect(readAloud(result.message)).toBe(
      'Connected. Work (Slack) and Study Hall (Discord) share their mentors from now on.',
    );
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    expect((await house.desk.findMentors(leo, '', 5)).map(({ name }) => name)).toEqual(['Maya']);
    const meeting = await aBooking(house, maya, leo, { accepted: true });
    expect(meeting).toMatchObject({ status: 'scheduled', programId: 'discord:guild' });
    expect((await onWork()).program?.id).toBe((await onGuild()).program?.id);
  });

  it('are joined by organisers of both only', async () => {
    const leo = await house.desk.arrive(onSlack('Leo'));
    expect(await refusal(leo, await codeFor(await onGuild(), 'program'))).toContain('Only organisers can do that');
    expect((await onWork()).program?.id).toBe('slack:T1');
    const direct = await house.desk.arrive(onDiscord('Stranger', { community: null, admin: true }));
    expect(await refusal(direct, await codeFor(await onGuild(), 'program'))).toContain('Please use this in a server');
  });

  it('stay two while the one that would move has sessions ahead', async () => {
    const maya = await aMentorAt(house, onSlack('Maya'));
    const meeting = await aBooking(house, maya, await house.desk.arrive(onSlack('Leo')));
    const says = await refusal(await onWork(), await codeFor(await onGuild(), 'program'));
    expect(says).toContain('There are sessions ahead here, and they would be left behind.');
    expect((await onWork()).program?.id).toBe('slack:T1');
    // The other way round nothing is left behind.
    expect(await house.desk.enterLink(await onGuild(), await codeFor(await onWork(), 'program'))).toMatchObject({
      ok: true,
    });
    expect((await onGuild()).program?.id).toBe('slack:T1');
    expect((await house.meetings.view(meeting.id))?.program.communities).toHaveLength(2);
  });

  it('cannot be one already', async () => {
    expect(await refusal(await onGuild(), await codeFor(await onGuild(), 'program'))).toContain(
      'part of that programme already',
    );
  });

  it('keep each its own announcement channel, and share the other settings', async () => {
    await house.desk.submitSettings(await onGuild(), { announcementChannelId: 'C-guild', reminders: '1h' });
    await house.desk.submitSettings(await onWork(), { announcementChannelId: 'C-work' });
    await house.desk.enterLink(await onWork(), await codeFor(await onGuild(), 'program'));
    expect(house.desk.settingsForm(await onWork())).toEqual({
      announcementChannelId: 'C-work',
      reminders: '1 hour',
      mentors: 'anyone',
    });
    expect(house.desk.settingsForm(await onGuild()).announcementChannelId).toBe('C-guild');
  });
});
