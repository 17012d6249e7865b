import { createContext, type ReactNode, useContext } from 'react';
import type { Values } from '../../slack/messages.ts';
import type { Seen, SlackPlace } from '../contract.ts';
import { type Drafts, type Entry, entryIn, entryValue, isToldAtOnce } from './drafts.ts';
import { fieldsOf } from './fields.ts';
import { keyOf, type Placed } from './placed.ts';
import { useSlack } from './slack-context.ts';
import type { Acting } from './use-acting.ts';

/** Where blocks stand, and what can be done to the elements in them. */
export interface Surface {
  /** Errors at fields, by block_id. */
  errors: Readonly<Record<string, string>>;
  isUnderWay: (placed: Placed) => boolean;
  entry: (placed: Placed) => Entry;
  /** Puts something into an element; what was chosen is told where it has to be. */
  enter: (placed: Placed, entry: Entry) => void;
  /** Tells what was typed into an element or chosen from it, once the person agreed. */
  tell: (placed: Placed, entry: Entry) => void;
  press: (placed: Placed) => void;
  suggest: (placed: Placed, typed: string) => Promise<Seen>;
}

const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('This is shown outside of a message or view.');
  return surface;
}

const nothing: Drafts = {};

export function SurfaceOf({
  id,
  place,
  acting,
  values = {},
  errors = {},
  children,
}: {
  /** The message's ts or the view's id. */
  id: string;
  place: SlackPlace;
  acting: Acting;
  /** What Slack's servers hold. */
  values?: Values;
  errors?: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const { persona, act, ask, drafts, changeDrafts } = useSlack();
  const own = drafts[id] ?? nothing;
  const of = (placed: Placed) => ({ user: persona.id, place, blockId: placed.blockId, actionId: placed.actionId });
  const agreed = async ({ element }: Placed) => element.confirm === undefined || (await ask(fieldsOf(element.confirm)));
  const keep = (placed: Placed, entry: Entry) => changeDrafts(id, (before) => ({ ...before, [keyOf(placed)]: entry }));
  const tell = async (placed: Placed, entry: Entry) => {
    if (!(await agreed(placed))) return;
    if (typeof entry !== 'string') keep(placed, entry);
    // Again even while an earlier choice is under way: the last one counts.
    await acting.run(keyOf(placed), { do: 'slack.choose', ...of(placed), values: entryValue(placed, entry) }, true);
  };

  const surface: Surface = {
    errors,
    isUnderWay: (placed) => acting.underWay.has(keyOf(placed)),
    entry: (placed) => entryIn(placed, own, values),
    enter: (placed, entry) =>
      typeof entry === 'string' || !isToldAtOnce(placed) ? keep(placed, entry) : void tell(placed, entry),
    tell: (placed, entry) => void tell(placed, entry),
    async press(placed) {
      if (acting.underWay.has(keyOf(placed)) || !(await agreed(placed))) return;
      await acting.run(keyOf(placed), { do: 'slack.press', ...of(placed) });
    },
    suggest: (placed, typed) => act({ do: 'slack.typeahead', ...of(placed), value: typed }),
  };
  return <SurfaceContext value={surface}>{children}</SurfaceContext>;
}
