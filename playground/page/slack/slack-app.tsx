import { useState } from 'react';
import type { Action, Persona, Seen, SlackRoom, SlackScreen } from '../contract.ts';
import { Composer } from './composer.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Drafts } from './drafts.ts';
import type { Fields } from './fields.ts';
import { HomeTab } from './home-tab.tsx';
import { MessageLog } from './message-log.tsx';
import { Modal } from './modal.tsx';
import { type Choosing, Sidebar } from './sidebar.tsx';
import { Slack, type SlackContext } from './slack-context.ts';
import '../style/slack.css';

interface Question {
  about: Fields;
  answer: (yes: boolean) => void;
}

/** Slack as one person sees it. */
export function SlackApp({
  screen,
  persona,
  now,
  act,
  shown,
  onShow,
  unread,
}: Choosing & {
  screen: SlackScreen;
  persona: Persona;
  /** Milliseconds since the epoch, by the playground's clock. */
  now: number;
  act: (action: Action) => Promise<Seen>;
}) {
  const [drafts, setDrafts] = useState<Record<string, Drafts>>({});
  const [question, setQuestion] = useState<Question | null>(null);
  const context: SlackContext = {
    screen,
    persona,
    reader: { zone: persona.zone, locale: persona.locale, now },
    act,
    drafts,
    changeDrafts: (of, change) => setDrafts((before) => ({ ...before, [of]: change(before[of] ?? {}) })),
    ask: (about) =>
      new Promise((answer) => {
        setQuestion({ about, answer });
      }),
  };
  const modal = screen.views.at(-1);
  const dm = screen.rooms.find(({ kind }) => kind === 'dm');
  const room = shown === 'home' ? dm : screen.rooms.find(({ id }) => id === shown);
  return (
    <Slack value={context}>
      <section className="slack" aria-label={`Slack as ${persona.name}`}>
        <div className="slack-body" inert={modal !== undefined || question !== null}>
          <Sidebar {...{ shown, onShow, unread }} />
          <div className="slack-main">
            {room && <RoomHead {...{ room, shown, onShow }} />}
            {shown === 'home' && <HomeTab key={persona.id} />}
            {shown !== 'home' && room && <MessageLog key={`${persona.id} ${room.id}`} room={room} />}
            {shown !== 'home' && room && <Composer key={`${persona.id}/${room.id}`} room={room} />}
            {!room && shown !== 'home' && <p className="slack-empty">{persona.name} is not in this channel.</p>}
          </div>
        </div>
        {modal && <Modal view={modal} inert={question !== null} />}
        {question && (
          <ConfirmDialog
            question={question.about}
            onAnswer={(yes) => {
              setQuestion(null);
              question.answer(yes);
            }}
          />
        )}
      </section>
    </Slack>
  );
}

/** The room's name; of the app, its two tabs. */
function RoomHead({ room, shown, onShow }: Omit<Choosing, 'unread'> & { room: SlackRoom }) {
  const tabs = [
    ['home', 'Home'],
    [room.id, 'Messages'],
  ] as const;
  return (
    <header className="slack-room-head">
      <h3>{room.kind === 'dm' ? room.name : `# ${room.name}`}</h3>
      {room.kind === 'dm' && (
        <ul className="slack-tabs">
          {tabs.map(([id, name]) => (
            <li key={id}>
              <button type="button" aria-current={shown === id ? 'page' : undefined} onClick={() => onShow(id)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}
