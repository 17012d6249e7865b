import type { SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { FormResult } from '#core/desk/form.ts';
import { type Inline, type Message, plainMessage } from '#core/messages/message.ts';
import { plainInlines } from '#core/messages/plain-text.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import { showing } from './dispatcher.ts';
import { clipText } from './fit.ts';
import { type Arrival, anyReader, arrive, type Front, tellDirectly } from './front.ts';
import { plainReader } from './inlines.ts';
import { limits } from './limits.ts';
import { messageView, stillWorking } from './message-view.ts';
import { createScreen } from './screen.ts';
import { inputBlock } from './view-values.ts';
import { within } from './within.ts';

export type Submission = SlackViewMiddlewareArgs<ViewSubmitAction>;

export interface Submitting {
  name: string;
  undone: string;
  /** The blocks to point at for a field, best first; the field's own name unless told. */
  blocks?: (field: string) => string[];
  submit(arrival: Arrival, view: ViewOutput): Promise<FormResult | RefusedAt>;
}

/** A refusal at a field that only Slack's form has. */
export interface RefusedAt {
  ok: false;
  /** Its block_id. */
  block: string;
  problem: readonly Inline[];
  message: Message;
}

export function refusedAt(block: string, problem: readonly Inline[]): RefusedAt {
  return { ok: false, block, problem, message: plainMessage(problem) };
}

/** Milliseconds to answer a submitted form with errors at its fields or with what comes of it. Slack waits 3 s, network included. */
const budget = 1_500;

/** Answers a submitted modal: errors at the fields, or what comes of it in place of the form; later in the same modal where it takes long. */
export function submitView(
  front: Front,
  { ack, body, view }: Submission,
  { name, undone, blocks, submit }: Submitting,
): Promise<void> {
  const screen = createScreen(front.client, { viewId: view.id });
  let acknowledged = false;
  let reader = anyReader;

  const answer: typeof ack = (response) => {
    acknowledged = true;
    return ack(response);
  };

  async function work(): Promise<void> {
    const submitting = (async () => {
      const arrival = await arrive(front, body.user.id);
      reader = arrival.reader;
      return submit(arrival, view);
    })();
    const soon = await within(budget, submitting);
    if (!soon.done) {
      // Even if this does not arrive: what was asked for goes on, so there is something to say in the end.
      await answer({ response_action: 'update', view: messageView(stillWorking, anyReader) }).catch(() => {});
      const { message } = await submitting;
      await showing(message, () => screen.show(messageView(message, reader)));
      return;
    }
    const result = soon.value;
    await showing(result.message, () => {
      if (result.ok) return answer({ response_action: 'update', view: messageView(result.message, reader) });
      const wanted = 'block' in result ? [result.block] : (blocks?.(result.field) ?? [result.field]);
      return answer(errorsAt(view, result.problem, wanted, reader.zone));
    });
  }

  /** What was typed stays in the form where the answer can still be an error. */
  async function tell(message: Message): Promise<void> {
    if (acknowledged) await screen.show(messageView(message, reader));
    else await answer(errorsAt(view, message.headline, [], reader.zone));
  }

  // Whoever closed the modal meanwhile reads it in their direct messages.
  return front.dispatcher.run({
    name,
    undone,
    work,
    tell: [tell, (message) => tellDirectly(front, body.user.id, reader)(message)],
  });
}

function errorsAt(view: ViewOutput, problem: readonly Inline[], blocks: string[], zone: string | null) {
  const sentence = clipText(oneLine(plainInlines(problem, plainReader(zone))), limits.fieldError);
  return { response_action: 'errors', errors: { [inputBlock(view, ...blocks)]: sentence || '–' } } as const;
}
