import { describe, expect, it } from 'vitest';
import { afterNoLink, afterRoomClosed, afterUnreached, refresh } from '#core/effects/consequences.ts';
import type { Effect } from '#core/effects/effect.ts';
import { accept } from '#core/meetings/accept.ts';
import { complete, expire, start } from '#core/meetings/by-the-clock.ts';
import { cancel } from '#core/meetings/cancel.ts';
import type { Decision } from '#core/meetings/decision.ts';
import { decline, explain } from '#core/meetings/decline.ts';
import { request } from '#core/meetings/request.ts';
import { reschedule } from '#core/meetings/reschedule.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { aCommunity, anAccount, aPerson, aProgram, type guild, leo, NOW } from '../../builders.ts';
import { factsOf, learner, meetingThatIs, mentor, requestFacts, scheduledAt } from '../meetings/facts.ts';

const soon = NOW + minute;

/** "notice accepted leo v2", with when it is due unless that is at once. */
function written(effects: readonly Effect[], now: number): string[] {
  return effects.map(({ what, version, dueAt }) => {
    const about =
      'to' in what ? ` ${what.to}` : 'of' in what ? ` ${what.of}` : 'community' in what ? ` ${what.community}` : '';
    const minutes = 'minutes' in what ? ` ${what.minutes}m` : '';
    const due = dueAt === now ? '' : ` in ${(dueAt - now) / minute}m`;
    return `${what.sort} ${what.kind}${about}${minutes} v${version}${due}`;
  });
}

function effectsOf(decision: Decision, now = soon): string[] {
  if (!decision.ok) throw new Error(`Refused: ${decision.refusal.reason}`);
  expect(new Set(decision.effects.map(({ id }) => id)).size).toBe(decision.effects.length);
  return written(decision.effects, now);
}

const shown = (version: number) => [
  `sync calendar v${version}`,
  `sync announcement discord:guild v${version}`,
  `sync cards maya v${version}`,
  `sync cards leo v${version}`,
];
/** From a minute after nine on Tuesday to ten on Wednesday. */
const untilStart = (scheduledAt - soon) / minute;

describe('what follows from', () => {
  it('a request: the mentor is told, and the clock will end it', () => {
    expect(effectsOf(request(requestFacts()), NOW)).toEqual(['notice request maya v1', 'clock expire v1 in 1440m']);
  });

  it('an accept: the learner is told, the start and the reminders wait, everything shown agrees', () => {
    expect(effectsOf(accept(factsOf('requested'), 'mentor'))).toEqual([
      'notice accepted leo v2',
      `clock start v2 in ${untilStart}m`,
      `notice reminder maya 1440m v2 in ${untilStart - 1_440}m`,
      `notice reminder leo 1440m v2 in ${untilStart - 1_440}m`,
      `notice reminder maya 10m v2 in ${untilStart - 10}m`,
      `notice reminder leo 10m v2 in ${untilStart - 10}m`,
      ...shown(2),
    ]);
  });

  it('a decline: the learner is told, and nothing is announced', () => {
    expect(effectsOf(decline(factsOf('requested'), 'mentor'))).toEqual([
      'notice declined leo v2',
      'sync cards maya v2',
      'sync cards leo v2',
    ]);
  });

  it("an explanation: the learner is told, and only the mentor's card changes", () => {
    expect(effectsOf(explain(factsOf('declined'), 'mentor', 'I am away.'))).toEqual([
      'notice explained leo v2',
      'sync cards maya v2',
    ]);
  });

  it('an explanation is not taken for the decline before it', () => {
    const declined = decline(factsOf('requested'), 'mentor');
    if (!declined.ok) throw new Error('Declining was refused.');
    const explained = explain({ ...factsOf('declined'), meeting: declined.meeting }, 'mentor', 'I am away.');
    if (!explained.ok) throw new Error('Explaining was refused.');
    const ids = [...declined.effects, ...explained.effects].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('a moved request: the mentor is asked anew', () => {
    expect(effectsOf(reschedule(factsOf('requested'), 'learner', scheduledAt + 2 * day))).toEqual([
      'notice request maya v2',
      'clock expire v2 in 2880m',
      'sync cards maya v2',
      'sync cards leo v2',
    ]);
  });

  it.each([
    ['mentor', 'leo'],
    ['learner', 'maya'],
  ] as const)('a move by the %s: the other is told, with reminders of the new time', (by, told) => {
    const later = untilStart + 1_440;
    expect(effectsOf(reschedule(factsOf('scheduled'), by, scheduledAt + day))).toEqual([
      `notice rescheduled ${told} v3`,
      `clock start v3 in ${later}m`,
      `notice reminder maya 1440m v3 in ${later - 1_440}m`,
      `notice reminder leo 1440m v3 in ${later - 1_440}m`,
      `notice reminder maya 10m v3 in ${later - 10}m`,
      `notice reminder leo 10m v3 in ${later - 10}m`,
      ...shown(3),
    ]);
  });

  it.each([
    ['mentor', 'leo'],
    ['learner', 'maya'],
  ] as const)('a cancel by the %s: the other is told, and the event goes', (by, told) => {
    expect(effectsOf(cancel(factsOf('scheduled'), by))).toEqual([`notice cancelled ${told} v3`, ...shown(3)]);
  });

  it('a withdrawn request: the mentor is told, and no calendar or channel hears of it', () => {
    expect(effectsOf(cancel(factsOf('requested'), 'learner'))).toEqual([
      'notice cancelled maya v2',
      'sync cards maya v2',
      'sync cards leo v2',
    ]);
  });

  it('an expired request: the learner is told', () => {
    expect(effectsOf(expire(factsOf('requested')))).toEqual([
      'notice expired leo v2',
      'sync cards maya v2',
      'sync cards leo v2',
    ]);
  });

  it('a start: the clock will end it', () => {
    const now = scheduledAt;
    expect(effectsOf(start(factsOf('scheduled', { now })), now)).toEqual([
      'clock complete v3 in 30m',
      'sync announcement discord:guild v3',
      'sync cards maya v3',
      'sync cards leo v3',
    ]);
  });

  it('an end: both are thanked', () => {
    const now = scheduledAt + 30 * minute;
    expect(effectsOf(complete(factsOf('in-progress', { now })), now)).toEqual([
      'notice follow-up leo v3',
      'notice follow-up maya v3',
      'sync announcement discord:guild v3',
      'sync cards maya v3',
      'sync cards leo v3',
    ]);
  });

  it('somebody out of reach: the other side is told, and sees it', () => {
    const facts = factsOf('scheduled');
    expect(written(afterUnreached(facts, 'mentor', 'reminder'), facts.now)).toEqual([
      'notice unreached leo v2',
      'sync cards maya v2',
      'sync cards leo v2',
    ]);
    expect(written(afterUnreached(facts, 'learner', 'accepted'), facts.now)[0]).toBe('notice unreached maya v2');
  });

  it('a closed room: the mentor is told', () => {
    const facts = factsOf('scheduled');
    expect(written(afterRoomClosed(facts), facts.now)).toEqual(['notice room-closed maya v2']);
  });

  it('a session without a link: the mentor is told', () => {
    const facts = factsOf('scheduled');
    expect(written(afterNoLink(facts), facts.now)).toEqual(['notice no-link maya v2']);
  });

  it('a link that comes: what was said is said again, besides what the accept has done', () => {
    const accepted = accept(factsOf('requested'), 'mentor');
    if (!accepted.ok) throw new Error('Accepting was refused.');
    const again = refresh({ ...factsOf('scheduled'), meeting: accepted.meeting }, 'calendar');
    expect(written(again, soon)).toEqual(['sync cards maya v2', 'sync cards leo v2']);
    const ids = [...accepted.effects, ...again].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('reminders', () => {
  const remindersOf = (now: number, reminders = [24 * 60, 10]) => {
    const program = aProgram({ settings: { ...defaultSettings, reminders } });
    const meeting = meetingThatIs('requested', { expiresAt: scheduledAt });
    const decision = accept(factsOf('requested', { program, meeting, now }), 'mentor');
    if (!decision.ok) throw new Error('Accepting was refused.');
    return decision.effects.flatMap(({ what, dueAt }) =>
      'minutes' in what && what.to === leo ? [[what.minutes, dueAt]] : [],
    );
  };

  it('are only those that still lie ahead', () => {
    expect(remindersOf(scheduledAt - day)).toEqual([[10, scheduledAt - 10 * minute]]);
    expect(remindersOf(scheduledAt - 10 * minute)).toEqual([]);
    expect(remindersOf(scheduledAt - 10 * minute - 1)).toEqual([[10, scheduledAt - 10 * minute]]);
  });

  it('are those of the programme', () => {
    expect(remindersOf(NOW, [])).toEqual([]);
    expect(remindersOf(NOW, [120, 60, 1])).toEqual([
      [120, scheduledAt - 2 * hour],
      [60, scheduledAt - hour],
      [1, scheduledAt - minute],
    ]);
  });
});

describe('where things are shown', () => {
  const onSlack = (userId: string) => anAccount({ platform: 'slack', workspaceId: 'T1', userId });
  const kinds = (facts: Parameters<typeof accept>[0]) => {
    const decision = accept(facts, 'mentor');
    if (!decision.ok) throw new Error('Accepting was refused.');
    return written(decision.effects, facts.now).filter((text) => /announcement|home/.test(text));
  };

  it('is every channel of the programme that has one', () => {
    const program = aProgram({
      communities: [
        aCommunity(),
        aCommunity({ id: 'slack:T1' as typeof guild, platform: 'slack', announcementChannelId: 'C1' }),
        aCommunity({ id: 'slack:T2' as typeof guild, platform: 'slack', announcementChannelId: null }),
      ],
    });
    expect(kinds(factsOf('requested', { program }))).toEqual([
      'sync announcement discord:guild v2',
      'sync announcement slack:T1 v2',
    ]);
  });

  it('is the home of whoever has one, under the id that stands for them', () => {
    const program = aProgram({ communities: [] });
    const slackMentor = aPerson({ ...mentor, accounts: [onSlack('U1')] });
    const slackLearner = aPerson({
      ...learner,
      id: 'linked' as typeof leo,
      ids: ['linked' as typeof leo, leo],
      accounts: [anAccount(), onSlack('U2')],
    });
    expect(kinds(factsOf('requested', { program, mentor: slackMentor, learner: slackLearner }))).toEqual([
      'sync home maya v2',
      'sync home linked v2',
    ]);
    expect(kinds(factsOf('requested', { program, mentor: slackMentor }))).toEqual(['sync home maya v2']);
  });
});
