import { createContext, useContext } from 'react';
import type { Action, Persona, Seen, SlackScreen } from '../contract.ts';
import type { Reader } from '../time/slack-moment.ts';
import type { Drafts } from './drafts.ts';
import type { Fields } from './fields.ts';

/** What all of Slack's face has in common. */
export interface SlackContext {
  screen: SlackScreen;
  persona: Persona;
  reader: Reader;
  act: (action: Action) => Promise<Seen>;
  /** Asks the question of a `confirm` object before something is sent. */
  ask: (question: Fields) => Promise<boolean>;
  /** What was typed, by message or view: it outlives that somebody else is looked at. */
  drafts: Readonly<Record<string, Drafts>>;
  changeDrafts: (of: string, change: (drafts: Drafts) => Drafts) => void;
}

export const Slack = createContext<SlackContext | null>(null);

export function useSlack(): SlackContext {
  const slack = useContext(Slack);
  if (!slack) throw new Error('This is shown outside of Slack.');
  return slack;
}
