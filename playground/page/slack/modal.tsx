import { type FormEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { SlackView } from '../../slack/messages.ts';
import { keepTabInside } from '../parts/keep-tab-inside.ts';
import { Blocks } from './blocks.tsx';
import { keptDrafts, valuesToSend } from './drafts.ts';
import { Notice } from './notice.tsx';
import { useSlack } from './slack-context.ts';
import { SurfaceOf } from './surface.tsx';
import { useActing } from './use-acting.ts';
import { useFocusInside } from './use-focus-inside.ts';

/** Where the modal on top stands: before Slack only. The rest of the playground stays in reach, so to the browser it is no modal dialog. */
export function Modal({ view, inert }: { view: SlackView; inert: boolean }) {
  const { act, persona } = useSlack();
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useFocusInside(box, `${view.id} ${view.hash}`);
  const close = (all: boolean) => void act({ do: 'slack.close', user: persona.id, all });
  return (
    <dialog
      ref={box}
      open
      inert={inert}
      tabIndex={-1}
      className="slack-dialog"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close(false);
        else keepTabInside(event);
      }}
    >
      <div className="slack-dialog-head">
        <h3 id={id}>{view.title}</h3>
        <button type="button" className="slack-quiet" aria-label="Close all" onClick={() => close(true)}>
          ×
        </button>
      </div>
      <ViewForm key={view.id} view={view} onClose={() => close(false)} />
    </dialog>
  );
}

function ViewForm({ view, onClose }: { view: SlackView; onClose: () => void }) {
  const { persona, drafts, changeDrafts } = useSlack();
  const acting = useActing();
  const [refused, setRefused] = useState<{ hash: string; errors: Record<string, string> } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const sending = acting.underWay.has('submit');
  const errors = refused?.hash === view.hash ? refused.errors : view.errors;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time the app draws the view
  useEffect(() => changeDrafts(view.id, (before) => keptDrafts(view.blocks, before)), [view.hash]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time errors come
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [refused]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const values = valuesToSend(view.blocks, drafts[view.id] ?? {});
    const seen = await acting.run('submit', { do: 'slack.submit', user: persona.id, values });
    if (seen) setRefused(seen.errors ? { hash: view.hash, errors: seen.errors } : null);
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
      <div className="slack-dialog-body">
        <Notice text={acting.notice} onDismiss={acting.dismiss} />
        {/* What only says something is read out when it changes; a form that changes is not, as somebody is at work in it. */}
        <div aria-live={view.submit === null ? 'polite' : undefined}>
          <SurfaceOf id={view.id} place={{ view: view.id }} acting={acting} values={view.values} errors={errors}>
            <Blocks blocks={view.blocks} />
          </SurfaceOf>
        </div>
      </div>
      <div className="slack-dialog-foot">
        <button type="button" className="slack-button" onClick={onClose}>
          {view.close ?? 'Close'}
        </button>
        {view.submit !== null && (
          <button type="submit" className="slack-button slack-primary" aria-busy={sending} aria-disabled={sending}>
            {view.submit}
          </button>
        )}
      </div>
    </form>
  );
}
