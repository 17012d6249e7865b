import type { SlackRoom } from '../contract.ts';
import { useSlack } from './slack-context.ts';

export interface Choosing {
  /** A room's id, or `home`. */
  shown: string;
  onShow: (room: string) => void;
  unread: Record<string, number>;
}

/** The workspace: its channels and its app. */
export function Sidebar({ shown, onShow, unread }: Choosing) {
  const { screen } = useSlack();
  const choosing = { shown, onShow, unread };
  const channels = screen.rooms.filter(({ kind }) => kind !== 'dm');
  const apps = screen.rooms.filter(({ kind }) => kind === 'dm');
  return (
    <nav className="slack-sidebar" aria-label={`${screen.workspace} on Slack`}>
      <p className="slack-workspace">{screen.workspace}</p>
      <Rooms title="Channels" rooms={channels} {...choosing} />
      <Rooms title="Apps" rooms={apps} {...choosing} />
    </nav>
  );
}

function Rooms({ title, rooms, shown, onShow, unread }: Choosing & { title: string; rooms: SlackRoom[] }) {
  return (
    <div className="slack-rooms">
      <p className="slack-rooms-title">{title}</p>
      <ul>
        {rooms.map(({ id, name, kind, private: closed }) => {
          const news = unread[id] ?? 0;
          const here = shown === id || (kind === 'dm' && shown === 'home');
          return (
            <li key={id}>
              <button
                type="button"
                className={news > 0 ? 'slack-room slack-room-unread' : 'slack-room'}
                aria-current={here ? 'page' : undefined}
                onClick={() => onShow(id)}
              >
                {kind !== 'dm' && <span aria-hidden="true">{closed ? '🔒︎' : '#'}</span>}
                <span className="slack-room-name">{name}</span>
                {kind === 'dm' && <span className="slack-app-tag">APP</span>}
                {news > 0 && (
                  <span className="slack-badge">
                    {news}
                    <span className="slack-unseen"> unread</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
