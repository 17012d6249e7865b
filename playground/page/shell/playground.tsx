import { useEffect, useRef, useState } from 'react';
import type { PlatformName, Snapshot } from '../contract.ts';
import { DiscordApp } from '../discord/discord-app.tsx';
import { SlackApp } from '../slack/slack-app.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { ClockPanel } from './clock-panel.tsx';
import { Hints } from './hints.tsx';
import { Personas } from './personas.tsx';
import { StoryPanel } from './story-panel.tsx';
import { SwitchesPanel } from './switches-panel.tsx';
import { type Stage, useStage } from './use-stage.ts';
import { useUnread } from './use-unread.ts';
import { useWidth, type Width } from './use-width.ts';

type Face = PlatformName | 'tools';

const faces: readonly { face: Face; title: string }[] = [
  { face: 'discord', title: 'Discord' },
  { face: 'slack', title: 'Slack' },
  { face: 'tools', title: 'Tools' },
];
/** Between which one can choose. */
const facesAt: Record<Width, typeof faces> = { all: [], two: faces.slice(1), one: faces };

/** The first whom a newcomer is: a student on either platform. */
const firstOf = ({ personas }: Snapshot, platform: PlatformName): string | null =>
  (
    personas.find((persona) => persona.platform === platform && persona.is === 'student') ??
    personas.find((persona) => persona.platform === platform)
  )?.id ?? null;

export function Playground() {
  const [chosen, setChosen] = useState<Record<PlatformName, string | null>>({ discord: null, slack: null });
  const [house, setHouse] = useState<{ id: string; isFirst: boolean } | null>(null);
  const stage = useStage(chosen);
  const { snapshot } = stage;
  if (!snapshot) return <p className="pg-waiting">The playground is getting ready…</p>;
  if (house?.id !== snapshot.house) {
    setHouse({ id: snapshot.house, isFirst: house === null });
    setChosen({ discord: firstOf(snapshot, 'discord'), slack: firstOf(snapshot, 'slack') });
  }
  // Of another house nothing is known that the page kept of the one before.
  return (
    <Stages
      key={snapshot.house}
      {...{ stage, snapshot, chosen }}
      isFirst={house?.isFirst ?? true}
      onChoose={setChosen}
    />
  );
}

function Stages({
  stage,
  snapshot,
  chosen,
  isFirst,
  onChoose,
}: {
  stage: Stage;
  snapshot: Snapshot;
  chosen: Record<PlatformName, string | null>;
  /** Not so after everything was begun again. */
  isFirst: boolean;
  onChoose: (chosen: Record<PlatformName, string | null>) => void;
}) {
  const { now, act, connected } = stage;
  const { personas } = snapshot;
  const [chosenFace, setFace] = useState<Face>('discord');
  const [rooms, setRooms] = useState<Record<string, string>>({});
  const [notice, setNotice] = useState(isFirst ? '' : 'Everything begins again.');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus is gone.
    if (!isFirst) heading.current?.focus();
  }, [isFirst]);
  const width = useWidth();
  // Where there is room for two, Discord is always one of them.
  const face = width === 'two' && chosenFace === 'discord' ? 'slack' : chosenFace;

  const paneOf = (platform: PlatformName) => {
    const screen = snapshot[platform];
    const here = personas.filter((persona) => persona.platform === platform);
    const persona = here.find(({ id }) => id === screen.persona) ?? here[0];
    const shown = rooms[screen.persona] ?? screen.rooms.find(({ name }) => name === 'sessions')?.id ?? 'dm';
    return { screen, here, persona, shown };
  };
  const discord = paneOf('discord');
  const slack = paneOf('slack');
  const unread = {
    discord: useUnread(discord.here, discord.screen, discord.shown, now),
    slack: useUnread(slack.here, slack.screen, slack.shown, now),
  };
  const show = (persona: string) => (room: string) => setRooms((before) => ({ ...before, [persona]: room }));
  const waiting = (platform: PlatformName): number =>
    (platform === 'discord' ? discord : slack).here.reduce((sum, one) => sum + unread[platform].ofPersona(one), 0);
  const openDashboard = async (user: string) => {
    // Opened first: a browser lets a page open a tab only while the press lasts.
    const tab = window.open('about:blank', '_blank');
    const { url, notice: why } = await act({ do: 'dashboard.open', user });
    if (url && tab) tab.location.href = url;
    else tab?.close();
    setNotice(why ?? '');
  };
  const header = (platform: PlatformName, title: string) => {
    const { here, persona } = platform === 'discord' ? discord : slack;
    return (
      <header className="pg-pane-head">
        <h2>You are, on {title}</h2>
        <Personas
          platform={title}
          personas={here}
          chosen={chosen[platform] ?? persona?.id ?? ''}
          unreadOf={unread[platform].ofPersona}
          onChoose={(id) => onChoose({ ...chosen, [platform]: id })}
        />
        {persona && snapshot.dashboard ? (
          <button type="button" className="pg-dashboard" onClick={() => void openDashboard(persona.id)}>
            {persona.name}&rsquo;s dashboard <span aria-hidden="true">↗</span>
          </button>
        ) : null}
      </header>
    );
  };

  return (
    <div className="pg" data-face={face}>
      <header className="pg-head">
        <h1 ref={heading} tabIndex={-1}>
          Confab&rsquo;s playground
        </h1>
        <p>
          The real bot between a Discord, a Slack and a Google that run on this machine. Nobody here has an account
          anywhere.
        </p>
        <p role="status">
          {connected ? notice : 'The playground does not answer. Is `npm run demo` still running?'}
          {connected && snapshot.confab !== 'running' ? ` Confab is ${snapshot.confab}.` : ''}
        </p>
        {width === 'all' ? null : (
          <nav className="pg-faces" aria-label="What is shown">
            {facesAt[width].map(({ face: one, title }) => (
              <button key={one} type="button" aria-pressed={face === one} onClick={() => setFace(one)}>
                {title}
                {one !== 'tools' && waiting(one) > 0 ? (
                  <span className="pg-count">
                    {waiting(one)}
                    <span className="pg-unseen"> new</span>
                  </span>
                ) : null}
              </button>
            ))}
          </nav>
        )}
        <Hints snapshot={snapshot} />
      </header>
      <main className="pg-panes">
        <div className="pg-pane" data-pane="discord">
          {header('discord', 'Discord')}
          {discord.persona ? (
            <DiscordApp
              screen={discord.screen as Snapshot['discord']}
              persona={discord.persona}
              now={now}
              act={act}
              shown={discord.shown}
              onShow={show(discord.persona.id)}
              unread={unread.discord.ofRooms}
            />
          ) : null}
        </div>
        <div className="pg-pane" data-pane="slack">
          {header('slack', 'Slack')}
          {slack.persona ? (
            <SlackApp
              screen={slack.screen as Snapshot['slack']}
              persona={slack.persona}
              now={now}
              act={act}
              shown={slack.shown}
              onShow={show(slack.persona.id)}
              unread={unread.slack.ofRooms}
            />
          ) : null}
        </div>
        <aside className="pg-pane pg-tools" data-pane="tools" aria-label="Tools">
          <ClockPanel
            now={now}
            speed={snapshot.speed}
            nextSession={snapshot.nextSession}
            personas={[discord.persona, slack.persona].filter((one) => one !== undefined)}
            act={act}
          />
          <CalendarPanel calendars={snapshot.calendars} act={act} />
          <SwitchesPanel confab={snapshot.confab} switches={snapshot.switches} personas={personas} act={act} />
          <StoryPanel story={snapshot.story} act={act} />
        </aside>
      </main>
    </div>
  );
}
