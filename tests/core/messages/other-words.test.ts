import { describe, expect, it } from 'vitest';
import { parseWeeklyHours } from '#core/availability/weekly-hours.ts';
import { sorry } from '#core/messages/apology.ts';
import { mentorList, noFreeSlot, noMentors, noProgram, notBooked, notMoved } from '#core/messages/booking-words.ts';
import { commands } from '#core/messages/commands.ts';
import { help } from '#core/messages/help-words.ts';
import { say } from '#core/messages/message.ts';
import {
  mentorProblems,
  mentorSaved,
  notSaved,
  whereAreYou,
  zoneNeeded,
  zoneNotUnderstood,
  zoneSaved,
} from '#core/messages/profile-words.ts';
import {
  accountsLinked,
  announcementsOn,
  confirmLink,
  googleLost,
  linkLiveMeetings,
  linkOffered,
  linkOfOtherKind,
  linkOverlap,
  linkSamePerson,
  linkSameProgram,
  linkUnknown,
  noBots,
  notLinked,
  organisersOnly,
  peopleNamed,
  programLinked,
  reminderProblem,
  settingsShown,
} from '#core/messages/program-words.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { StorageError } from '#core/storage-error.ts';
import { aCommunity, aMentorProfile, anAccount, aPerson, aProgram, NOW } from '../../builders.ts';
import { learner, meetingThatIs, mentor } from '../meetings/facts.ts';
import { buttonsOf, expectSentences, labelsOf, readAloud } from './read-aloud.ts';

const noHours = { ...aMentorProfile(), hours: [[], [], [], [], [], [], []] };

describe('help', () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])(
    'names every command, the organisers ones to organisers only (%s), the dashboard where there is one (%s)',
    (organizer, dashboard) => {
      const text = readAloud(help(organizer, dashboard));
      for (const [name, summary] of Object.entries(commands)) {
        const shown: Record<string, boolean> = {
          settings: organizer,
          'link-program': organizer,
          dashboard,
          help: false,
        };
        expect(text.includes(`/${name}: ${summary}`), name).toBe(shown[name] ?? true);
      }
    },
  );
});

describe('words about mentors', () => {
  it('list who helps with what, and when next', () => {
    const list = mentorList(
      [
        { mentor, soonest: NOW },
        { mentor: aPerson({ name: 'Ana', mentor: aMentorProfile({ topics: [] }) }), soonest: null },
      ],
      true,
    );
    expect(readAloud(list)).toBe(
      [
        'These people help here.',
        '',
        '- Maya: python. Free next: Tue 1 Dec 2026, 10:00 (Europe/Berlin).',
        '- Ana: no topics named yet. No free time in the next weeks.',
        'There are more: /book finds them by name or topic.',
      ].join('\n'),
    );
    expect(labelsOf(list)).toBe('Book a session');
    expect(readAloud(mentorList([], false))).toBe(readAloud(noMentors()));
  });

  it('say when there may be a free time', () => {
    const messages = [
      noFreeSlot(mentor, NOW, NOW),
      noFreeSlot(mentor, null, NOW),
      noFreeSlot(aPerson({ mentor: noHours }), null, NOW),
      noFreeSlot(aPerson(), null, NOW),
    ];
    const texts = messages.map(readAloud);
    expect(new Set(texts).size).toBe(3);
    expect(texts[0]).toContain('The first after that is Tue 1 Dec 2026, 10:00 (Europe/Berlin)');
    for (const message of messages) expect(labelsOf(message)).toBe('Other mentors');
    const dates = ['2026-11-30', '2026-12-02', '2026-12-04', '2026-12-08', '2026-12-10', '2026-12-12'];
    const away = aMentorProfile({ exceptions: dates.map((date) => ({ from: date, to: date, windows: [] })) });
    expect(readAloud(noFreeSlot(aPerson({ mentor: away }), null, NOW))).toContain(
      'offers Mon-Fri 09:00-17:00 (Europe/Berlin), except 2026-12-02 off; 2026-12-04 off; 2026-12-08 off, and 2 more.',
    );
  });

  it('confirm a profile, with what is still in the way', () => {
    const saved = readAloud(mentorSaved(mentor, NOW, 'here'));
    for (const part of [
      'Topics: python',
      'Hours: Mon-Fri 09:00-17:00 (Europe/Berlin)',
      'Length: 30 minutes',
      'Notice: 2 hours',
      'The first time people can ask you for is Tue 1 Dec 2026, 10:00',
    ])
      expect(saved).toContain(part);
    expect(readAloud(mentorSaved(mentor, null, 'here'))).toContain('no free time in the next weeks');
    expect(readAloud(mentorSaved(mentor, NOW, 'not-named'))).toContain(
      'An organiser still has to name you as a mentor here: ask them to.',
    );
    expect(readAloud(mentorSaved(mentor, null, 'nowhere'))).toContain(
      'To be found, use any command of Confab once in the server you want to help in.',
    );
    const closed = aPerson({ mentor: aMentorProfile({ open: false, notice: 0 }) });
    for (const where of ['here', 'not-named', 'nowhere'] as const)
      expect(readAloud(mentorSaved(closed, NOW, where))).toContain('You are not taking new requests at the moment.');
    readAloud(mentorSaved(aPerson(), null, 'here'));
  });

  it('say what to mend in a profile', () => {
    expectSentences(mentorProblems.topics);
    expectSentences(mentorProblems.length);
    expectSentences(mentorProblems.notice);
    for (const typed of ['', 'whenever', 'Mon', 'Mon 5-8', 'Mon 17:02-18:00', 'Mon 25:00-26:00', '10-12']) {
      const read = parseWeeklyHours(typed);
      if (read.ok) throw new Error(`"${typed}" was taken.`);
      expectSentences(mentorProblems.hours(read.problem));
    }
  });
});

describe('words about zones', () => {
  it('can be said aloud', () => {
    expect(readAloud(zoneSaved('Europe/Berlin', NOW))).toBe(
      'Your time zone is Europe/Berlin, where it is 10:00 now. Times you type are read in it.',
    );
    expect(expectSentences(zoneNotUnderstood('CST', ['America/Chicago', 'Asia/Shanghai']))).toBe(
      '"CST" could be America/Chicago or Asia/Shanghai. Please write one of them.',
    );
    expectSentences(zoneNotUnderstood('Atlantis', []));
    expectSentences(zoneNeeded);
    readAloud(whereAreYou);
  });
});

describe('words for organisers', () => {
  it('show the settings', () => {
    const text = readAloud(settingsShown(aProgram(), aCommunity(), [], true));
    expect(text).toContain('Sessions are announced: in the announcement channel, without their subjects');
    expect(text).toContain('Reminders: 24 hours and 10 minutes before the start');
    expect(text).toContain('Mentors: anyone may offer sessions');
    expect(text).toContain('Sharing mentors: with nobody else');
    const shared = aProgram({ communities: [aCommunity(), aCommunity({ platform: 'slack', name: 'Work' })] });
    expect(readAloud(settingsShown(shared, aCommunity(), [], false))).toContain(
      'Sharing mentors: Study Hall (Discord) and Work (Slack)',
    );
    const program = aProgram({ settings: { ...defaultSettings, reminders: [], mentors: 'named' } });
    const other = readAloud(settingsShown(program, aCommunity({ announcementChannelId: null }), [], false));
    expect(other).toContain('Sessions are announced: nowhere');
    expect(other).toContain('Reminders: none');
    expect(other).toContain('Mentors: only people you named, and nobody is named yet');
    expect(readAloud(settingsShown(program, null, [mentor, learner], false))).toContain(
      'only people you named: Maya and Leo',
    );
  });

  it('show who was named', () => {
    const named = aProgram({ settings: { ...defaultSettings, mentors: 'named' } });
    for (const program of [aProgram(), named])
      for (const people of [[], [mentor], [mentor, learner]])
        for (const role of ['mentor', 'organizer'] as const) readAloud(peopleNamed(role, people, program));
    expect(readAloud(peopleNamed('mentor', [mentor], named))).toBe(
      'Named mentors: Maya. Only they may offer sessions.',
    );
    expect(readAloud(peopleNamed('organizer', [], named))).toContain('nobody yet');
  });

  it('can be said aloud', () => {
    for (const message of [organisersOnly, googleLost, noProgram(), sorry(null, 'Nothing was booked.', 'k3f9')])
      readAloud(message);
    expect(readAloud(announcementsOn('Olga'))).toBe(
      'Confab announces booked sessions here from now on; Olga set this up.',
    );
    for (const inlines of [noBots, reminderProblem]) expectSentences(inlines);
    expect(readAloud(sorry(new Error('x'), 'Nothing was booked.', 'k3f9'))).toContain(
      'Nothing was booked. Please try again',
    );
  });

  it('say when the database is away, and claim nothing that is not known', () => {
    const without = (lost: 'away' | 'unknown') =>
      readAloud(
        sorry(new StorageError('x', { code: 'unavailable', retryable: true, lost }), 'Nothing was booked.', 'k3f9'),
      );
    expect(without('away')).toBe(
      'Sorry, Confab cannot reach its database just now. Nothing was booked. Please try again in a minute or two.',
    );
    expect(without('unknown')).not.toContain('Nothing was booked');
    expect(without('unknown')).toContain('look at your sessions');
  });

  it.each(['away', 'unknown'] as const)('say to whoever only looks that there is nothing to show (%s)', (lost) => {
    const error = new StorageError('x', { code: 'unavailable', retryable: true, lost });
    expect(readAloud(sorry(error, null, 'k3f9'))).toBe(
      'Sorry, Confab cannot reach its database just now, so it has nothing to show. Please try again in a minute or two.',
    );
    expect(readAloud(sorry(new Error('x'), null, 'k3f9'))).toContain('on our side. Please try again');
  });
});

describe('words about connecting', () => {
  it('say where the code goes, and whom to trust with it', () => {
    expect(readAloud(linkOffered('ABCD2345', 'person', 'discord'))).toContain(
      'To connect your two accounts, enter /link ABCD2345 on Slack as yourself.',
    );
    expect(readAloud(linkOffered('ABCD2345', 'person', 'slack'))).toContain('on Discord as yourself');
    const program = readAloud(linkOffered('ABCD2345', 'program', 'discord'));
    expect(program).toContain('have an organiser there enter /link-program ABCD2345.');
    expect(program).not.toContain('Do not show it to anybody');
  });

  it('ask whether the other account is theirs, by every name it has', () => {
    const onSlack = anAccount({ platform: 'slack', workspaceId: 'T1', name: 'maya.b' });
    const asked = confirmLink(aPerson({ accounts: [anAccount(), onSlack] }), 'ABCD2345');
    expect(readAloud(asked)).toBe(
      'Is this you: Maya on Discord and maya.b on Slack? Once connected, both accounts are one person: each sees and changes the sessions of the other.',
    );
    expect(labelsOf(asked)).toBe('Yes, connect us, No, that is not me');
    expect(buttonsOf(asked).map(({ action }) => action)).toEqual([
      { do: 'link', code: 'ABCD2345' },
      { do: 'not-link' },
    ]);
  });

  it('point to the other command with a code of the other kind', () => {
    expect(expectSentences(linkOfOtherKind('person'))).toContain('Enter it with /link, and only if you made it');
    expect(expectSentences(linkOfOtherKind('program'))).toContain('An organiser enters it with /link-program.');
  });

  it('can be said aloud', () => {
    readAloud(notLinked);
    for (const inlines of [linkUnknown, linkSamePerson, linkSameProgram, linkLiveMeetings]) expectSentences(inlines);
    const views = [meetingThatIs('scheduled'), meetingThatIs('requested')].map((meeting) => ({
      meeting,
      mentor,
      learner,
      program: aProgram(),
    }));
    expect(expectSentences(linkOverlap(views))).toContain('Wed 2 Dec 2026, 11:00 (Europe/Berlin) and Wed 2 Dec 2026');
    readAloud(
      programLinked(aProgram({ communities: [aCommunity(), aCommunity({ platform: 'slack', name: 'Work' })] })),
    );
    const onSlack = anAccount({ platform: 'slack', workspaceId: 'T1' });
    const twice = aPerson({ accounts: [anAccount(), onSlack, anAccount({ userId: '7' })] });
    expect(readAloud(accountsLinked(twice))).toContain('Your accounts on Discord and Slack are connected');
  });
});

describe('a refused form', () => {
  it('says first what did not happen', () => {
    const problem = say`That time has passed.`;
    const again = { action: { do: 'retry', form: 'f' }, label: 'Try again' } as const;
    expect(readAloud(notBooked(problem, [again]))).toBe('Nothing was booked. That time has passed.');
    expect(readAloud(notMoved(problem, []))).toBe('Nothing was moved. That time has passed.');
    expect(labelsOf(notBooked(problem, [again]))).toBe('Try again');
    expect(readAloud(notSaved(mentorProblems.length))).toContain('Nothing was saved. Sessions last from 15 to 120');
    expect(buttonsOf(notSaved(mentorProblems.length)).map(({ action }) => action)).toEqual([{ do: 'retry-mentor' }]);
  });
});
