import '../style/discord.css';
import { useRef, useState } from 'react';
import type { Action, DiscordScreen, Persona, Seen } from '../contract.ts';
import { Composer } from './composer.tsx';
import type { Reading } from './markdown-text.tsx';
import { MessageLog, type Unanswered } from './message-log.tsx';
import { Modal } from './modal.tsx';
import { Sidebar, signOf } from './sidebar.tsx';

/** Discord as one person sees it. */
export function DiscordApp({
  screen,
  persona,
  now,
  act: ask,
  shown,
  onShow,
  unread,
}: {
  screen: DiscordScreen;
  persona: Persona;
  now: number;
  act: (action: Action) => Promise<Seen>;
  /** The room's id. */
  shown: string;
  onShow: (room: string) => void;
  /** By room. */
  unread: Record<string, number>;
}) {
  const user = persona.id;
  const [roomsOpen, setRoomsOpen] = useState(false);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const [unanswered, setUnanswered] = useState<(Unanswered & { place: string })[]>([]);
  const lastFocus = useRef<HTMLElement | null>(null);
  const room = screen.rooms.find(({ id }) => id === shown) ?? screen.rooms[0];
  const { modal } = screen;
  const openModal = modal !== null && !dismissed.has(modal.interactionId) ? modal : null;

  // What gets nowhere at all looks to a person as if the app were silent; each place has Discord's own words for that.
  const act = (action: Action): Promise<Seen> => ask(action).catch(() => ({ ok: false, notice: null }));
  const dismiss = (id: string): void => setDismissed((before) => new Set([...before, id]));
  const show = (id: string): void => {
    setRoomsOpen(false);
    onShow(id);
  };
  if (!room) return <p className="dc dc-empty">There is no room that {persona.name} can read.</p>;

  const place = `${user} ${room.id}`;
  const title = `${room.kind === 'thread' ? '' : signOf[room.kind]}${room.name}`;
  const waiting = Object.entries(unread).reduce((sum, [id, count]) => (id === room.id ? sum : sum + count), 0);
  const reading: Reading = { persona, names: screen.names, now, onShow: show };
  const runCommand = async (name: string, options: Record<string, string | number | boolean>): Promise<void> => {
    const { ok, notice } = await act({ do: 'discord.command', user, room: room.id, name, options });
    if (ok) return;
    const line = {
      key: crypto.randomUUID(),
      command: name,
      notice: notice ?? 'The application did not respond',
      place,
    };
    setUnanswered((before) => [...before, line]);
  };

  return (
    <section className="dc" aria-label="Discord">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the focus is */}
      <div
        className="dc-window"
        inert={openModal !== null}
        data-rooms={roomsOpen ? 'open' : 'closed'}
        onFocus={({ target }) => {
          lastFocus.current = target;
        }}
      >
        <Sidebar screen={screen} persona={persona} shown={room.id} unread={unread} onShow={show} />
        <div className="dc-main">
          <header className="dc-title">
            <button
              type="button"
              className="dc-menu"
              aria-expanded={roomsOpen}
              onClick={() => setRoomsOpen(!roomsOpen)}
            >
              <span aria-hidden="true">☰</span> Rooms
              {waiting > 0 ? (
                <span className="dc-count">
                  {waiting}
                  <span className="dc-unseen"> unread elsewhere</span>
                </span>
              ) : null}
            </button>
            <h3>
              <span className="dc-sign" aria-hidden="true">
                {signOf[room.kind]}
              </span>{' '}
              {room.name}
            </h3>
          </header>
          <MessageLog
            key={`log ${place}`}
            label={`Messages in ${title}`}
            messages={room.messages.filter(({ id }) => !dismissed.has(id))}
            unanswered={unanswered.filter((line) => line.place === place)}
            reading={reading}
            acts={{
              press: (message, customId) => act({ do: 'discord.press', user, message, customId }),
              choose: (message, customId, values) => act({ do: 'discord.choose', user, message, customId, values }),
              dismiss,
            }}
            onForget={(key) => setUnanswered((before) => before.filter((line) => line.key !== key))}
          />
          <Composer
            key={`composer ${place}`}
            screen={screen}
            place={title}
            onCommand={runCommand}
            suggest={(name, options, focused) =>
              act({ do: 'discord.suggest', user, room: room.id, name, options, focused })
            }
          />
        </div>
      </div>
      {openModal === null ? null : (
        <Modal
          key={openModal.interactionId}
          modal={openModal}
          before={lastFocus}
          onSubmit={async (fields) => {
            const seen = await act({ do: 'discord.submit', user, fields });
            if (seen.ok) dismiss(openModal.interactionId);
            return seen;
          }}
          onCancel={() => {
            dismiss(openModal.interactionId);
            // It is closed here whatever comes of that.
            void act({ do: 'discord.dismiss', user });
          }}
        />
      )}
    </section>
  );
}
