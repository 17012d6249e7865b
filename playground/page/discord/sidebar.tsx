import type { DiscordRoom, DiscordScreen, Persona } from '../contract.ts';
import { Avatar } from '../parts/avatar.tsx';

/** The server's channels with their threads, and the direct messages. */
export function Sidebar({
  screen,
  persona,
  shown,
  unread,
  onShow,
}: {
  screen: DiscordScreen;
  persona: Persona;
  shown: string;
  unread: Record<string, number>;
  onShow: (room: string) => void;
}) {
  const { rooms } = screen;
  const channels = rooms.filter(({ kind }) => kind === 'channel');
  const threads = rooms.filter(({ kind }) => kind === 'thread');
  const under = (id: string) => threads.filter(({ parent }) => parent === id);
  const loose = threads.filter(({ parent }) => !channels.some(({ id }) => id === parent));
  const direct = rooms.filter(({ kind }) => kind === 'dm');
  const linkTo = (room: DiscordRoom) => (
    <RoomButton room={room} current={room.id === shown} unread={unread[room.id] ?? 0} onShow={onShow} />
  );

  return (
    <nav className="dc-rooms" aria-label={`${screen.server} on Discord`}>
      <h3 className="dc-server">{screen.server}</h3>
      <h4>Text channels</h4>
      <ul>
        {channels.map((room) => (
          <li key={room.id}>
            {linkTo(room)}
            {under(room.id).length === 0 ? null : (
              <ul className="dc-threads" aria-label={`Threads of ${room.name}`}>
                {under(room.id).map((thread) => (
                  <li key={thread.id}>{linkTo(thread)}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {loose.length === 0 ? null : (
        <>
          <h4>Threads</h4>
          <ul>
            {loose.map((thread) => (
              <li key={thread.id}>{linkTo(thread)}</li>
            ))}
          </ul>
        </>
      )}
      {direct.length === 0 ? null : (
        <>
          <h4>Direct messages</h4>
          <ul>
            {direct.map((room) => (
              <li key={room.id}>{linkTo(room)}</li>
            ))}
          </ul>
        </>
      )}
      <p className="dc-self">
        <Avatar name={persona.name} />
        <span>
          <span className="dc-unseen">You are </span>
          <strong>{persona.name}</strong>
          {persona.dmsOpen ? null : <span className="dc-hint"> DMs closed</span>}
        </span>
      </p>
    </nav>
  );
}

export const signOf = { channel: '#', thread: '↳', dm: '@' } as const;

function RoomButton({
  room,
  current,
  unread,
  onShow,
}: {
  room: DiscordRoom;
  current: boolean;
  unread: number;
  onShow: (room: string) => void;
}) {
  return (
    <button
      type="button"
      className={unread > 0 ? 'dc-room dc-room-unread' : 'dc-room'}
      aria-current={current ? 'true' : undefined}
      onClick={() => onShow(room.id)}
    >
      <span className="dc-sign" aria-hidden="true">
        {signOf[room.kind]}
      </span>
      <span className="dc-room-name">{room.name}</span>
      {room.private && room.kind !== 'dm' ? <span className="dc-private">private</span> : null}
      {unread > 0 ? (
        <span className="dc-count">
          {unread}
          <span className="dc-unseen"> unread</span>
        </span>
      ) : null}
    </button>
  );
}
