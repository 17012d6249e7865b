import type { InputBlock, ModalView } from '@slack/web-api';
import type { SettingsForm } from '#core/desk/form.ts';
import type { Person } from '#core/people/person.ts';
import { limits } from './limits.ts';
import { option, plainObject } from './plain-object.ts';
import { textField } from './text-field.ts';

export const settingsCallback = 'v1:settings';

/** The slack user id of somebody in this workspace; null for those who are known elsewhere only. */
export function userIn(workspaceId: string, person: Person): string | null {
  const account = person.accounts.find((one) => one.platform === 'slack' && one.workspaceId === workspaceId);
  return account?.userId ?? null;
}

export function settingsView(
  form: SettingsForm,
  named: { mentors: readonly Person[]; organizers: readonly Person[] },
  workspaceId: string,
): ModalView {
  return {
    type: 'modal',
    callback_id: settingsCallback,
    title: plainObject('Confab settings', limits.viewTitle),
    submit: plainObject('Save', limits.viewButton),
    close: plainObject('Cancel', limits.viewButton),
    blocks: [
      channelField(form.announcementChannelId),
      textField({
        name: 'reminders',
        label: 'Reminders before a session',
        typed: form.reminders,
        optional: true,
        placeholder: '24h, 10m',
      }),
      whoField(form.mentors),
      peopleField('named-mentors', 'Who may mentor, if only some', named.mentors, workspaceId),
      peopleField('organizers', 'Who else may change these settings', named.organizers, workspaceId),
    ],
  };
}

function channelField(channelId: string | null): InputBlock {
  return {
    type: 'input',
    block_id: 'channel',
    label: plainObject('Announce booked sessions in', limits.inputLabel),
    hint: plainObject(
      'Confab has to be in the channel, and says there that you set this up: type /invite @confab there first. Leave it empty for no announcements.',
      limits.hint,
    ),
    optional: true,
    element: {
      type: 'conversations_select',
      action_id: 'channel',
      placeholder: plainObject('No channel', limits.placeholder),
      filter: { include: ['public'], exclude_bot_users: true },
      ...(channelId ? { initial_conversation: channelId } : {}),
    },
  };
}

function whoField(who: SettingsForm['mentors']): InputBlock {
  const options = { anyone: option('Anyone', 'anyone'), named: option('Only people named below', 'named') };
  return {
    type: 'input',
    block_id: 'who',
    label: plainObject('Who may offer sessions', limits.inputLabel),
    optional: false,
    element: {
      type: 'static_select',
      action_id: 'who',
      options: [options.anyone, options.named],
      initial_option: options[who],
    },
  };
}

function peopleField(name: string, label: string, people: readonly Person[], workspaceId: string): InputBlock {
  const here = people.flatMap((person) => userIn(workspaceId, person) ?? []).slice(0, limits.options);
  const elsewhere = people.filter((person) => userIn(workspaceId, person) === null).map((person) => person.name);
  return {
    type: 'input',
    block_id: name,
    label: plainObject(label, limits.inputLabel),
    ...(elsewhere.length > 0
      ? { hint: plainObject(`Also, from elsewhere: ${elsewhere.join(', ')}`, limits.hint) }
      : {}),
    optional: true,
    element: { type: 'multi_users_select', action_id: name, ...(here.length > 0 ? { initial_users: here } : {}) },
  };
}
