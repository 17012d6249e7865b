import type { PlainTextElement, PlainTextOption } from '@slack/web-api';
import { oneLine } from '#core/messages/visible-text.ts';
import { clipText } from './fit.ts';
import { limits } from './limits.ts';

/** A text object without markup: labels, titles, options. Slack refuses empty ones, so nothing becomes a dash. */
export function plainObject(text: string, longest: number): PlainTextElement {
  return { type: 'plain_text', text: clipText(oneLine(text), longest) || '–', emoji: false };
}

export function option(text: string, value: string): PlainTextOption {
  return { text: plainObject(text, limits.option), value };
}
