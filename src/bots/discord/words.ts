/** What is said on Discord only. Everything about sessions is worded in the core. */
import type { Action } from '#core/messages/action.ts';
import { type Button, type Inline, type Message, plainMessage, say } from '#core/messages/message.ts';
import { whereAreYou } from '#core/messages/profile-words.ts';
import { noBots } from '#core/messages/program-words.ts';

export function takesLonger(goOn: Action): Message {
  return plainMessage(
    say`That takes longer than usual. Press the button in a moment to go on.`,
    [],
    [{ action: goOn, label: 'Go on', weight: 'main' }],
  );
}

export const oldButton: Message = plainMessage(
  say`This button is from an older Confab and no longer works. Type ${{ command: 'meetings' }} to see your sessions as they are now.`,
);

export const unknownCommand: Message = plainMessage(
  say`Confab does not know this command any more. Type ${{ command: 'help' }} to see what it can do; restarting Discord brings its list up to date.`,
);

export const stopping: Message = plainMessage(
  say`Confab is restarting. Nothing was done: please try again in a minute.`,
);

/** When the answer itself was lost: what was asked for may be done. */
export function answerLost(reference: string): Message {
  return plainMessage(
    say`The answer could not be shown here. Type ${{ command: 'meetings' }} to see how things stand. Reference: ${{ code: reference }}`,
  );
}

export function chooseMentor(): Message {
  return plainMessage(say`Who would you like to talk to?`, [
    {
      text: say`The mentors with the soonest free times come first. You can also type a name or a topic after ${{ command: 'book' }}.`,
    },
  ]);
}

export function nobodyFits(text: string): Message {
  return plainMessage(say`Nobody who offers sessions here fits "${text}".`, [
    { text: say`Choose from everybody, or try another name or topic after ${{ command: 'book' }}.` },
  ]);
}

export function askZone(formId: string): Message {
  const other: Button = { action: { do: 'other-zone', form: formId }, label: 'My zone is not listed' };
  return { ...whereAreYou, buttons: [other] };
}

export const announceEitherOr: Message = plainMessage(
  say`Nothing was changed. Choose a channel for announcements or switch them off, not both.`,
);

export function channelUnusable(channelId: string, missing: readonly string[]): Message {
  return plainMessage(say`Nothing was changed: Confab cannot post in ${{ channel: channelId }}.`, [
    { text: say`Allow it there, under the channel's settings, Permissions: ${missing.join(', ')}. Then try again.` },
  ]);
}

export const botPicked: Message = plainMessage(noBots);

export const strangerPicked: Message = plainMessage(
  say`Nothing was changed: this person is not in this server. They have to join it first.`,
);

/** For people whose direct messages are closed. */
export const howToOpenDirectMessages: Inline[] = say`To get direct messages from Confab instead: click the server's name, then Privacy Settings, and allow direct messages.`;

/** Read by everybody in the channel: not a word about whom it is with, what it is about, or when. */
export const somethingWaits: Inline[] = say`there is something for you that Confab could not send you. Type ${{ command: 'meetings' }} to see it.`;

const nothingChanged = 'Nothing was changed.';

export const undone = {
  read: nothingChanged,
  booked: 'Nothing was booked.',
  moved: 'Nothing was moved.',
  explained: 'Nothing was sent.',
  mentor: 'What you offer was not changed.',
  zone: 'Your time zone was not changed.',
  link: 'Nothing was connected.',
  dashboard: 'No link was made.',
  settings: 'The settings were not changed.',
} as const;

/** What did not happen when a button breaks. */
export const undoneActions: Record<Action['do'], string> = {
  accept: 'The request was not accepted.',
  decline: 'The request was not declined.',
  explain: 'Nothing was sent.',
  join: nothingChanged,
  reschedule: 'Nothing was moved.',
  cancel: 'Nothing was cancelled.',
  'cancel-confirmed': 'Nothing was cancelled.',
  keep: nothingChanged,
  'put-back': 'Nothing was put back.',
  'calendar-file': 'No file was made.',
  meetings: nothingChanged,
  book: 'Nothing was booked.',
  retry: 'Nothing was booked or moved.',
  'retry-mentor': undone.mentor,
  link: undone.link,
  'not-link': undone.read,
  pick: 'Nothing was booked or moved.',
  'other-zone': 'Nothing was booked or moved.',
};
