import { type Fields, isFields } from './fields.ts';

// docs.slack.dev/messaging/formatting-message-text: special mentions, user and group mentions, dates.

const DATE_TOKENS = new Set([
  'date_num',
  'date_slash',
  'date_long',
  'date_long_full',
  'date_long_pretty',
  'date',
  'date_pretty',
  'date_short',
  'date_short_pretty',
  'day_divider_pretty',
  'time',
  'time_secs',
  'ago',
]);

function pingsInMrkdwn(text: string): string[] {
  const pings: string[] = [];
  for (const [, special, user, group] of text.matchAll(
    /<(?:!(channel|here|everyone|group)(?:\|[^>]*)?|@([UW][A-Z0-9]+)(?:\|[^>]*)?|!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?)>/g,
  )) {
    if (special) pings.push(special === 'group' ? 'channel' : special);
    if (user) pings.push(user);
    if (group) pings.push(group);
  }
  return pings;
}

/** Everything in the tree that Slack reads as markup: mrkdwn and markdown texts, and the typed nodes of rich text. */
function walk(value: unknown, onMarkup: (text: string) => void, onNode: (node: Fields) => void): void {
  if (Array.isArray(value)) {
    for (const entry of value) walk(entry, onMarkup, onNode);
    return;
  }
  if (!isFields(value)) return;
  if ((value.type === 'mrkdwn' || value.type === 'markdown') && typeof value.text === 'string') onMarkup(value.text);
  onNode(value);
  for (const entry of Object.values(value)) walk(entry, onMarkup, onNode);
}

/**
 * Whom a message notifies: `channel`, `here`, `everyone`, user ids and user group ids, each once. A mention counts
 * whether it stands in the text or in the blocks, so a topic that smuggles `<!channel>` anywhere is seen.
 */
export function pingsOf(text: string, blocks: unknown): string[] {
  const pings = pingsInMrkdwn(text);
  walk(
    blocks,
    (markup) => pings.push(...pingsInMrkdwn(markup)),
    (node) => {
      if (node.type === 'broadcast' && typeof node.range === 'string') pings.push(node.range);
      if (node.type === 'user' && typeof node.user_id === 'string') pings.push(node.user_id);
      if (node.type === 'usergroup' && typeof node.usergroup_id === 'string') pings.push(node.usergroup_id);
    },
  );
  return [...new Set(pings)];
}

function brokenDatesInMrkdwn(text: string): string[] {
  const broken: string[] = [];
  for (const { index } of text.matchAll(/<!date/g)) {
    const rest = text.slice(index);
    const match = /^<!date\^\d{1,11}\^([^|>^]+)(?:\^[^|>\s]+)?\|[^<>]+>/.exec(rest);
    const known = match?.[1]?.matchAll(/\{([^{}]*)\}/g) ?? [];
    const balanced = match?.[1]?.replace(/\{[^{}]*\}/g, '').search(/[{}]/) === -1;
    if (!match || !balanced || [...known].some(([, token]) => !DATE_TOKENS.has(token ?? ''))) {
      broken.push(rest.slice(0, 80));
    }
  }
  return broken;
}

/** Date markup that Slack would show as it was typed: no timestamp, no fallback, unbalanced or unknown tokens. */
export function brokenDates(text: string, blocks: unknown): string[] {
  const broken = brokenDatesInMrkdwn(text);
  walk(
    blocks,
    (markup) => broken.push(...brokenDatesInMrkdwn(markup)),
    () => {},
  );
  return broken;
}
