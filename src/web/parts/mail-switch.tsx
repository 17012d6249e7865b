import type { MeJson } from '#api/schemas.ts';
import { ask } from '#web/data/api.ts';
import { know } from '#web/data/queries.ts';
import { useMe } from '#web/shell/who.tsx';
import { Problem } from './problem.tsx';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

/** Whether the reader gets mail about their sessions. Nothing where none is sent, or no address of theirs is known. */
export function MailSwitch() {
  const { mail } = useMe();
  const press = usePress();
  if (!mail) return null;
  const choose = async (on: boolean): Promise<void> => {
    const answer = await press.run(() => ask<MeJson>('PUT', '/api/me/mail', { body: { on } }));
    if (!answer?.ok) return;
    know('/api/me', answer.value);
    toast(on ? 'Saved. You get mail about your sessions.' : 'Saved. You get no more mail.');
  };
  return (
    <section className="card form" aria-labelledby="mail">
      <h2 id="mail">Mail</h2>
      {press.problem && <Problem problem={press.problem} />}
      <label className="check">
        <input
          type="checkbox"
          checked={mail.on}
          aria-disabled={press.busy}
          onChange={(event) => void choose(event.target.checked)}
        />
        <span>
          Send invitations, changes and reminders to <span className="break">{mail.address}</span>
        </span>
      </label>
      <p className="hint">Your calendar can follow these mails. You are told in chat either way.</p>
    </section>
  );
}
