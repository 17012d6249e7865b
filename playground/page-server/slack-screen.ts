import type { SlackRoom, SlackScreen } from '../page/contract.ts';
import type { House } from './house.ts';

/** The app's messages tab, which its manifest makes read-only. */
const dm = { id: 'dm', name: 'Confab', readOnly: true };

/** Slack as this person's client shows it. */
export function slackScreen({ stage }: House, persona: string): SlackScreen {
  const { slack, workspace } = stage;
  const rooms = slack.rooms(persona).map((room): SlackRoom => {
    return room.kind === 'dm' ? { ...room, ...dm } : room;
  });
  // The client offers it before anything was said in it.
  if (rooms.every(({ id }) => id !== 'dm')) rooms.push({ ...dm, kind: 'dm', private: true, messages: [] });
  return {
    persona,
    workspace: workspace.name,
    rooms,
    commands: slack
      .commands(persona)
      .map(({ command, description = '', usageHint = '' }) => ({ command, description, usageHint })),
    names: slack.names(),
    views: slack.openViews(persona),
    home: slack.home(persona) ?? null,
    shortcuts: [...stage.shortcuts],
    files: Object.fromEntries(
      slack.files(persona).map(({ id, name, content }) => [id, { name, content: new TextDecoder().decode(content) }]),
    ),
  };
}
