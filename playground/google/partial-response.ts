import { invalid } from './google-error.ts';
import { isJsonObject } from './google-request.ts';

type Selection = Map<string, Selection | undefined>;

/** Keeps what the `fields` parameter names (`items(id,start/dateTime),nextSyncToken`), as every Google API does. */
export function selectFields(body: unknown, fields: string): unknown {
  let at = 0;

  function readList(): Selection {
    const selection: Selection = new Map();
    do {
      const [name, inner] = readItem();
      selection.set(name, inner);
    } while (fields[at] === ',' && ++at > 0);
    return selection;
  }

  function readItem(): [string, Selection | undefined] {
    const name = /^[\w*]+/.exec(fields.slice(at))?.[0];
    if (name === undefined) throw invalidFields(fields);
    at += name.length;
    if (fields[at] === '/') {
      at += 1;
      return [name, new Map([readItem()])];
    }
    if (fields[at] !== '(') return [name, undefined];
    at += 1;
    const inner = readList();
    if (fields[at] !== ')') throw invalidFields(fields);
    at += 1;
    return [name, inner];
  }

  const selection = readList();
  if (at !== fields.length) throw invalidFields(fields);
  return pick(body, selection);
}

function pick(value: unknown, selection: Selection | undefined): unknown {
  if (selection === undefined || selection.has('*')) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, selection));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => selection.has(key))
      .map(([key, inner]) => [key, pick(inner, selection.get(key))]),
  );
}

const invalidFields = (fields: string) => invalid(`Invalid field selection ${fields}`);
