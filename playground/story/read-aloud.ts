/** What people see, as plain lines: markup resolved the way the platforms' apps would, times in the reader's own zone. */
import type { ShownModal } from '../discord/interactions.ts';
import type { JsonObject } from '../discord/json.ts';
import type { ShownMessage } from '../discord/message.ts';
import type { SlackMessage, SlackView } from '../slack/messages.ts';

export interface Reader {
  zone: string;
  now: number;
  /** Names by platform user id. */
  names: ReadonlyMap<string, string>;
}

type Json = Record<string, unknown>;

export function discordLines(message: ShownMessage, reader: Reader): string {
  const attachments = message.attachments.map((file) => `(file: ${file.filename})`);
  return [discordText(message.text, reader), ...discordRows(message.components), ...attachments]
    .filter(Boolean)
    .join('\n');
}

export function discordModalLines(modal: ShownModal, reader: Reader): string {
  const lines = modal.components.flatMap((component) => {
    const inner = (component.component ?? {}) as JsonObject;
    const options = (inner.options as { label: string }[] | undefined) ?? [];
    const shown =
      options.length > 0
        ? options
            .slice(0, 4)
            .map((option) => option.label)
            .join(' | ') + (options.length > 4 ? ` | ... ${options.length - 4} more` : '')
        : '______';
    return `${String(component.label ?? '')}: ${shown}`;
  });
  return [`[window] ${modal.title}`, ...lines.map((line) => discordText(line, reader)), '[ Submit ]'].join('\n');
}

function discordRows(components: readonly JsonObject[]): string[] {
  return components.map((row) =>
    ((row.components ?? []) as JsonObject[])
      .map((part) => {
        const options = (part.options as { label: string }[] | undefined) ?? [];
        return options.length > 0
          ? `( choose: ${options
              .slice(0, 3)
              .map((option) => option.label)
              .join(' | ')}${options.length > 3 ? ' | ...' : ''} )`
          : `[ ${String(part.label ?? '')} ]`;
      })
      .join(' '),
  );
}

export function discordText(text: string, reader: Reader): string {
  return text
    .replaceAll(/<t:(-?\d+)(?::([tTdDfFRsS]))?>/g, (_all, seconds: string, style: string) =>
      moment(Number(seconds) * 1000, style === 'R' ? 'relative' : style === 't' ? 'time' : 'full', reader),
    )
    .replaceAll(/<@!?(\d+)>/g, (_all, id: string) => `@${reader.names.get(id) ?? 'somebody'}`)
    .replaceAll(/<#(\d+)>/g, (_all, id: string) => `#${reader.names.get(id) ?? 'channel'}`)
    .replaceAll(/\[([^\]]+)\]\(<?([^)>]+)>?\)/g, '$1 ($2)')
    .replaceAll(/<(https?:[^>]+)>/g, '$1')
    .replaceAll('**', '')
    .replaceAll(/\\([^\w\s])/g, '$1');
}

export function slackLines(message: Pick<SlackMessage, 'text' | 'blocks'>, reader: Reader): string {
  return message.blocks.length > 0 ? slackBlocks(message.blocks, reader) : slackText(message.text, reader);
}

export function slackViewLines(view: SlackView, reader: Reader): string {
  const title = view.type === 'modal' ? [`[window] ${view.title}`] : [];
  const problems = Object.values(view.errors).map((problem) => `! ${problem}`);
  const submit = view.submit ? [`[ ${view.submit} ]`] : [];
  return [...title, slackBlocks(view.blocks, reader), ...problems, ...submit].filter(Boolean).join('\n');
}

function slackBlocks(blocks: readonly unknown[], reader: Reader): string {
  return (blocks as Json[]).flatMap((block) => blockLines(block, reader)).join('\n');
}

function blockLines(block: Json, reader: Reader): string[] {
  const text = (part: unknown): string => slackText(String((part as Json | undefined)?.text ?? ''), reader);
  switch (block.type) {
    case 'section':
      return [...(block.text ? [text(block.text)] : []), ...((block.fields ?? []) as Json[]).map(text)];
    case 'header':
      return [text(block.text)];
    case 'context':
      return ((block.elements ?? []) as Json[]).map(text);
    case 'actions':
      return [((block.elements ?? []) as Json[]).map((element) => `[ ${text(element.text)} ]`).join(' ')];
    case 'input': {
      const element = block.element as Json;
      const groups = (element.option_groups ?? []) as { label: Json; options: { text: Json }[] }[];
      const shown =
        groups.length > 0
          ? groups
              .slice(0, 2)
              .map(
                (group) =>
                  `${text(group.label)} ${group.options
                    .slice(0, 4)
                    .map((option) => text(option.text))
                    .join(' | ')}`,
              )
              .join('; ')
          : '______';
      return [`${text(block.label)}: ${shown}`];
    }
    default:
      return [];
  }
}

export function slackText(text: string, reader: Reader): string {
  return text
    .replaceAll(/<!date\^(\d+)\^([^|>]*?)(?:\^[^|>]*)?\|[^>]*>/g, (_all, seconds: string, form: string) =>
      moment(Number(seconds) * 1000, form.includes('{ago}') ? 'relative' : form === '{time}' ? 'time' : 'full', reader),
    )
    .replaceAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => `@${reader.names.get(id) ?? 'somebody'}`)
    .replaceAll(/<#([A-Z0-9]+)(?:\|[^>]*)?>/g, (_all, id: string) => `#${reader.names.get(id) ?? 'channel'}`)
    .replaceAll(/<(https?:[^|>]+)\|([^>]+)>/g, (_all, url: string, label: string) =>
      url === label ? url : `${label} (${url})`,
    )
    .replaceAll(/<(https?:[^>]+)>/g, '$1')
    .replaceAll(/(^|\s)\*([^*\n]+)\*/g, '$1$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function moment(at: number, style: 'full' | 'time' | 'relative', reader: Reader): string {
  if (style === 'relative') {
    const minutes = Math.round((at - reader.now) / 60_000);
    const [amount, unit] =
      Math.abs(minutes) >= 2880
        ? [Math.round(minutes / 1440), 'day']
        : Math.abs(minutes) >= 120
          ? [Math.round(minutes / 60), 'hour']
          : [minutes, 'minute'];
    return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
      amount as number,
      unit as 'day' | 'hour' | 'minute',
    );
  }
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: reader.zone,
    hour: '2-digit',
    minute: '2-digit',
    ...(style === 'full' ? { weekday: 'long', day: 'numeric', month: 'long' } : {}),
  }).format(at);
}
