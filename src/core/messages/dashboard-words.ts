import { signInLife } from '#core/access/credential.ts';
import { minute } from '#core/time/clock.ts';
import { formatDuration } from '#core/time/format-when.ts';
import { type Message, plainMessage, say } from './message.ts';

/** `address` has the secret of a one-time sign-in in it: this is for one person's eyes, and for no log. */
export function dashboardOffered(address: string): Message {
  const here = isHere(address)
    ? [{ text: say`It opens only on the machine that Confab runs on, until whoever runs it sets PUBLIC_URL.` }]
    : [];
  return plainMessage(say`Your dashboard: ${{ link: address, label: 'open it and sign in' }}.`, [
    {
      text: say`The link works once, for ${formatDuration(signInLife / minute)}. Do not pass it on: it signs in whoever opens it, as you.`,
    },
    ...here,
  ]);
}

function isHere(address: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

export const noDashboard: Message = plainMessage(
  say`This Confab has no dashboard: everything is done here in chat. ${{ command: 'help' }} says what there is.`,
);
