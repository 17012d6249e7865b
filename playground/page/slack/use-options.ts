import { useRef, useState } from 'react';
import type { SlackScreen } from '../contract.ts';
import { type Option, optionsOf, type Placed } from './placed.ts';
import { useSlack } from './slack-context.ts';
import { useSurface } from './surface.tsx';

export interface Offered {
  options: Option[];
  /** In place of options: that they are looked for, that there are none, that they could not be had. */
  instead: string | null;
}

interface Options extends Offered {
  /** Asks the app anew, where it is the app that knows. */
  ask: (typed: string) => void;
}

/** What a select offers for what was typed into it. Of an external select's suggestions only the latest count, and one question is asked at a time. */
export function useOptions(placed: Placed, typed: string): Options {
  const { screen } = useSlack();
  const { suggest } = useSurface();
  const [suggested, setSuggested] = useState<Offered>({ options: [], instead: null });
  const asking = useRef<{ next: string | null } | null>(null);

  const ask = async (text: string) => {
    const least = Number(placed.element.min_query_length ?? 3);
    if (text.length < least) {
      setSuggested({ options: [], instead: `Type ${least === 1 ? 'something' : `at least ${least} characters`}` });
      return;
    }
    if (asking.current) {
      asking.current.next = text;
      return;
    }
    asking.current = { next: text };
    setSuggested((before) => ({ ...before, instead: before.options.length > 0 ? null : 'Loading…' }));
    while (asking.current.next !== null) {
      const value: string = asking.current.next;
      asking.current.next = null;
      const seen = await suggest(placed, value).catch(() => ({ choices: undefined, notice: 'Error loading options.' }));
      const options = (seen.choices ?? []).map(({ name, value, group = '', description = '' }) => ({
        ...{ label: name, value, group, description },
      }));
      setSuggested({ options, instead: seen.notice ?? (options.length === 0 ? 'No result' : null) });
    }
    asking.current = null;
  };

  if (placed.type.endsWith('external_select')) return { ...suggested, ask: (text) => void ask(text) };
  const wanted = typed.trim().toLowerCase();
  const options = known(placed, screen).filter(({ label }) => label.toLowerCase().includes(wanted));
  return { options, instead: options.length === 0 ? 'No result' : null, ask: () => {} };
}

/** All that can be chosen without asking the app. */
function known({ type, element }: Placed, { names, rooms }: SlackScreen): Option[] {
  const option = (value: string, label: string): Option => ({ value, label, description: '', group: '' });
  if (type.endsWith('users_select'))
    return Object.entries(names).flatMap(([id, { name, kind }]) => (kind === 'person' ? [option(id, name)] : []));
  if (type.endsWith('static_select')) return optionsOf(element);
  return rooms.flatMap(({ id, name, kind }) => (kind === 'channel' ? [option(id, `#${name}`)] : []));
}

/** What to call something that is chosen; of people and channels only the id is known. */
export function labelOf({ value, label }: Option, { names }: SlackScreen): string {
  if (label) return label;
  const named = names[value];
  return named ? `${named.kind === 'channel' ? '#' : ''}${named.name}` : value;
}
