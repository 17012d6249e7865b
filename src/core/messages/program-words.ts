import type { MeetingView } from '#core/meetings/meetings.ts';
import type { Person, Platform } from '#core/people/person.ts';
import type { Community, Program } from '#core/programs/program.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { type Inline, type Message, plainMessage, say } from './message.ts';
import { listed, who } from './people-words.ts';

export const platformNames: Record<Platform, string> = { discord: 'Discord', slack: 'Slack' };

export const organisersOnly: Message = plainMessage(
  say`Only organisers can do that: people who manage this server or workspace, and those they named.`,
);

export function settingsShown(
  program: Program,
  here: Community | null,
  named: readonly Person[],
  saved: boolean,
): Message {
  const { settings } = program;
  const channel: Inline[] = here?.announcementChannelId ? [{ channel: here.announcementChannelId }] : ['nowhere'];
  return plainMessage(saved ? say`Saved. These are the settings now.` : say`These are the settings.`, [
    {
      facts: [
        {
          label: 'Sessions are announced',
          value: here?.announcementChannelId ? say`in ${channel}, without their subjects` : channel,
        },
        {
          label: 'Reminders',
          value:
            settings.reminders.length > 0
              ? say`${listed(settings.reminders.map(formatDuration))} before the start`
              : ['none'],
        },
        {
          label: 'Mentors',
          value:
            settings.mentors === 'anyone'
              ? ['anyone may offer sessions']
              : named.length > 0
                ? say`only people you named: ${listed(named.map(who))}`
                : ['only people you named, and nobody is named yet'],
        },
        {
          label: 'Sharing mentors',
          value:
            program.communities.length > 1
              ? listed(program.communities.map(({ name, platform }) => `${name} (${platformNames[platform]})`))
              : ['with nobody else'],
        },
      ],
    },
    { text: say`Changed reminders hold for sessions that are booked or moved from now on.` },
  ]);
}

/** To a channel, once: everybody there may see who had it filled with announcements. */
export function announcementsOn(who: Inline): Message {
  return plainMessage(say`Confab announces booked sessions here from now on; ${who} set this up.`);
}

export function peopleNamed(role: 'mentor' | 'organizer', named: readonly Person[], program: Program): Message {
  const many = named.length > 0 ? listed(named.map(who)) : ['nobody yet'];
  if (role === 'organizer') return plainMessage(say`Organisers besides those who manage this place: ${many}.`);
  return program.settings.mentors === 'anyone'
    ? plainMessage(
        say`Named mentors: ${many}. At the moment anyone may offer sessions; ${{ command: 'settings' }} changes that.`,
      )
    : plainMessage(say`Named mentors: ${many}. Only they may offer sessions.`);
}

export const noBots: Inline[] = say`Bots cannot be named. Please pick a person.`;

export const namedProblem: Inline[] = say`Only people who offer sessions here can be named on a page. Everybody else is named in chat. Nothing was saved.`;

export const reminderProblem: Inline[] = say`Write reminders like "24h, 10m": at most 5, each between 1 minute and 14 days before the start. "none" turns them off.`;

export function linkOffered(code: string, what: 'person' | 'program', on: Platform): Message {
  const other: Platform = on === 'discord' ? 'slack' : 'discord';
  const entered: Inline = { command: what === 'person' ? 'link' : 'link-program', rest: code, on: other };
  return plainMessage(
    what === 'person'
      ? say`To connect your two accounts, enter ${entered} on ${platformNames[other]} as yourself.`
      : say`To share mentors with a place on ${platformNames[other]}, have an organiser there enter ${entered}.`,
    [
      {
        text:
          what === 'person'
            ? say`The code works once, for 10 minutes. Do not show it to anybody: whoever enters it becomes you.`
            : say`The code works once, for 10 minutes. Give it to that organiser only.`,
      },
    ],
  );
}

export const linkUnknown: Inline[] = say`That code is not known: it may be mistyped, used, or older than 10 minutes. Please make a new one.`;

export const linkSamePerson: Inline[] = say`These accounts are connected already. There is nothing to do.`;

export function linkOverlap(views: readonly MeetingView[]): Inline[] {
  const list = listed(views.map((view): Inline => ({ at: view.meeting.scheduledAt, as: 'date-time' })));
  return say`The two accounts have sessions at the same time: ${list}. Cancel or move one of each pair, then connect them.`;
}

/** Names the other account before anything is joined: a code may have been sent by somebody else. */
export function confirmLink(other: Person, code: string): Message {
  const accounts = listed(
    other.accounts.map(({ name, platform }): Inline => ({ strong: `${name} on ${platformNames[platform]}` })),
  );
  return plainMessage(
    say`Is this you: ${accounts}? Once connected, both accounts are one person: each sees and changes the sessions of the other.`,
    [],
    [
      { action: { do: 'link', code }, label: 'Yes, connect us', weight: 'main' },
      { action: { do: 'not-link' }, label: 'No, that is not me' },
    ],
  );
}

export const notLinked: Message = plainMessage(
  say`Nothing was connected. If somebody sent you that code, do not use it.`,
);

export function linkOfOtherKind(kind: 'person' | 'program'): Inline[] {
  return kind === 'person'
    ? say`That code connects a person's own accounts. Enter it with ${{ command: 'link' }}, and only if you made it yourself.`
    : say`That code connects two places. An organiser enters it with ${{ command: 'link-program' }}.`;
}

export function accountsLinked(person: Person): Message {
  const places = listed([...new Set(person.accounts.map((account) => platformNames[account.platform]))]);
  return plainMessage(
    say`Your accounts on ${places} are connected: your sessions show in all of them, and nobody can book you twice.`,
  );
}

export const linkSameProgram: Inline[] = say`This place is part of that programme already. There is nothing to do.`;

export const linkLiveMeetings: Inline[] = say`There are sessions ahead here, and they would be left behind. Make the code here and enter it on the other side instead, or wait until they are over.`;

export function programLinked(program: Program): Message {
  const places = listed(
    program.communities.map((community) => `${community.name} (${platformNames[community.platform]})`),
  );
  return plainMessage(say`Connected. ${places} share their mentors from now on.`);
}

/** To an organiser, once. */
export const googleLost: Message = plainMessage(
  say`Google no longer lets Confab into the calendar, so new sessions get no event and no Meet link. No booking is lost.`,
  [
    {
      text: say`Whoever runs Confab can mend it: run "npm run google:connect", put the new line into .env and start again. The missing events are then made by themselves.`,
    },
  ],
);
