import { type Button, type Inline, type Message, plainMessage } from '#core/messages/message.ts';
import type { Field, FormResult } from './form.ts';

/** A form that was not taken: nothing changed, and this is what to mend. */
export function refusedForm(field: Field, problem: readonly Inline[], message?: Message): FormResult & { ok: false } {
  return { ok: false, field, problem, message: message ?? plainMessage(problem) };
}

export function tryAgain(form: string): Button {
  return { action: { do: 'retry', form }, label: 'Try again', weight: 'main' };
}
