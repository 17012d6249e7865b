/** What people read about their own Google account: in chat, and on the pages that Google sends them back to. */
import type { CalendarConnected } from '#core/connections/google-connections.ts';
import type { Redeemed } from '#core/connections/google-door.ts';
import { type Inline, type Message, plainMessage, say } from './message.ts';

/** Where accounts and calendars are connected; null where there is no dashboard. */
function accountPage(publicUrl: string | null): Inline {
  return publicUrl === null ? 'the dashboard' : { link: `${publicUrl}/account`, label: 'your account page' };
}

/** To a mentor, once, when Google no longer takes the token of their calendar. */
export function calendarLost(publicUrl: string | null): Message {
  const again: Inline =
    publicUrl === null
      ? 'connect it again on the dashboard'
      : { link: `${publicUrl}/api/auth/google?for=calendar`, label: 'connect it again' };
  return plainMessage(say`Google no longer lets Confab into your calendar. No session is lost.`, [
    {
      text: say`Until you ${again}, your sessions get their events elsewhere, events that are in it change no more, and times when you are busy in Google may be offered. If you took Confab off your Google account yourself, there is nothing to do.`,
    },
  ]);
}

/** To somebody whose sign-in just got another door. */
export function googleConnected(publicUrl: string | null): Message {
  return plainMessage(say`A Google account was connected to you. Whoever has it can sign in to the dashboard as you.`, [
    { text: say`If that was not you, disconnect it on ${accountPage(publicUrl)}.` },
  ]);
}

/** A page of a few sentences. */
export interface Notice {
  title: string;
  lines: string[];
  /** Where to go from here, on our own origin. */
  link?: { path: string; label: string };
}

const tryAgain = { path: '/api/auth/google', label: 'Sign in with Google' };
const connectAgain = { path: '/api/auth/google?for=calendar', label: 'Connect your calendar' };
const toDashboard = { path: '/', label: 'To the dashboard' };

export const attemptUnknown: Notice = {
  title: 'That took too long',
  lines: [
    'This answer from Google belongs to no attempt that was begun in this browser within the last ten minutes, or it was used already. Nothing was changed.',
  ],
  link: tryAgain,
};

export function consentRefused(calendar: boolean): Notice {
  return {
    title: 'Nothing was connected',
    lines: ['You said no at Google, so nothing was changed.'],
    link: calendar ? connectAgain : tryAgain,
  };
}

export function notRedeemed(reason: (Redeemed & { ok: false })['reason'], calendar: boolean): Notice {
  const lines = {
    unavailable: ['Google does not answer at the moment. Nothing was changed. Please try again in a minute.'],
    refused: [
      'Google did not take its own answer back, which happens when a page is loaded twice. Nothing was changed.',
    ],
    untrue: ['What Google answered is not about this attempt to sign in. Nothing was changed.'],
  }[reason];
  return { title: 'That did not work', lines, link: calendar ? connectAgain : tryAgain };
}

export const somebodyElses: Notice = {
  title: 'That account is somebody else’s',
  lines: [
    'This Google account is connected to another person here, and you are signed in as yourself. Nothing was changed.',
    'To use it, sign out first. If both are you, connect your two chat accounts with the link command, and they are one person.',
  ],
  link: toDashboard,
};

/** Nobody's yet, and nobody is signed in. */
export function notConnectedYet(email: string): Notice {
  return {
    title: 'One more step',
    lines: [
      `Nobody here has connected ${email} yet, and a Google account alone does not say who you are.`,
      'Within ten minutes, open a sign-in link in this same browser: type /dashboard in Discord, or /confab dashboard in Slack. That signs you in, and connects this Google account to you.',
      'If you are not alone at this computer, do not leave it before that.',
    ],
  };
}

export const signInFirst: Notice = {
  title: 'Please sign in first',
  lines: ['A calendar is connected to somebody who is signed in.'],
  link: { path: '/sign-in', label: 'Sign in' },
};

export const readOnly: Notice = {
  title: 'This sign-in may only read',
  lines: ['Nothing was changed.'],
  link: toDashboard,
};

export const noCalendarsHere: Notice = {
  title: 'Not set up',
  lines: [
    'Whoever runs Confab here has not set it up to keep calendar connections (ENCRYPTION_KEYS). Nothing was changed.',
  ],
  link: toDashboard,
};

export function calendarNotConnected(outcome: CalendarConnected & { ok: false }): Notice {
  switch (outcome.reason) {
    case 'somebody-else':
      return somebodyElses;
    case 'no-keys':
      return noCalendarsHere;
    case 'no-refresh-token':
      return {
        title: 'Your calendar is not connected',
        lines: [
          'Google gave no lasting permission. Take Confab off your account at https://myaccount.google.com/connections and try again.',
        ],
        link: connectAgain,
      };
    case 'missing':
      return {
        title: 'Your calendar is not connected',
        lines: [
          `Without the permission to ${outcome.missing.join(' and to ')}, Confab cannot work with your calendar. Nothing was changed.`,
          'Try again, and leave every box ticked.',
        ],
        link: connectAgain,
      };
  }
}
