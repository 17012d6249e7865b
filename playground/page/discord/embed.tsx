import type { JsonObject } from '../../discord/json.ts';
import { CannotShow } from './cannot-show.tsx';
import { textAt } from './json-reading.ts';
import { MarkdownText, type Reading } from './markdown-text.tsx';

const known = ['type', 'title', 'description'];

/** What Confab quotes: a text in a box. */
export function Embed({ embed, reading }: { embed: JsonObject; reading: Reading }) {
  const title = textAt(embed, 'title');
  const description = textAt(embed, 'description');
  const others = Object.keys(embed).filter((key) => !known.includes(key) && isSomething(embed[key]));
  return (
    <div className="dc-embed">
      {title === '' ? null : <p className="dc-embed-title">{title}</p>}
      {description === '' ? null : <MarkdownText text={description} reading={reading} />}
      {others.length === 0 ? null : <CannotShow what={`an embed's ${others.join(', ')}`} />}
    </div>
  );
}

/** The API fills in empty lists and nulls by itself. */
function isSomething(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}
