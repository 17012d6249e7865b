import type { Stage } from '../../stage.ts';
import { postLink, signIn } from '../dashboard-sign-in.ts';
import type { Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const onTheDashboard: Scene = {
  title: 'The dashboard: the same sessions in a browser',
  steps: [
    {
      title: 'Ana asks for her dashboard on Discord, opens the link, and sees her sessions',
      async act(thread) {
        const { stage, telling, people } = thread;
        const publicUrl = dashboardOf(stage);
        const link = await people.ana.dashboardLink();
        thread.dashboardLink = link;
        expect(link.startsWith(`${publicUrl}/sign-in#`), `the link leads to ${link}`);
        const page = await fetch(link);
        expect(page.ok && /<title>/.test(await page.text()), 'there is no page');
        const cookie = await signIn(publicUrl, link);
        const me = await read<{ name: string }>(publicUrl, '/api/me', cookie);
        expect(me.name === 'Ana', `it is ${me.name}'s dashboard`);
        const { meetings } = await read<{ meetings: { status: string; side: string; mentor: { name: string } }[] }>(
          publicUrl,
          '/api/meetings?status=scheduled',
          cookie,
        );
        expect(
          meetings.some(({ side, mentor }) => side === 'learner' && mentor.name === 'Maya'),
          `her session with Maya is not among ${JSON.stringify(meetings)}`,
        );
        telling.show(
          'The dashboard:',
          `${me.name}, ${meetings.length} booked: with ${meetings.map(({ mentor }) => mentor.name).join(', ')}`,
        );
      },
    },
    {
      title: 'The link is used up, and without one nobody sees anything',
      async act({ stage, dashboardLink }) {
        const publicUrl = dashboardOf(stage);
        const again = await postLink(publicUrl, dashboardLink);
        expect(again.status === 404 || again.status === 410 || again.status === 400, `it answered ${again.status}`);
        const stranger = await fetch(`${publicUrl}/api/meetings`);
        expect(stranger.status === 401, `a stranger got ${stranger.status}`);
      },
    },
    {
      title: 'Priya gets hers on Slack',
      async act({ stage, people: { priya } }) {
        const publicUrl = dashboardOf(stage);
        const cookie = await signIn(publicUrl, await priya.dashboardLink());
        const me = await read<{ name: string }>(publicUrl, '/api/me', cookie);
        expect(me.name === 'Priya', `it is ${me.name}'s dashboard`);
      },
    },
  ],
};

function dashboardOf({ publicUrl }: Stage): string {
  expect(publicUrl, 'there is no dashboard');
  return publicUrl;
}

async function read<T>(publicUrl: string, path: string, cookie: string): Promise<T> {
  const answer = await fetch(`${publicUrl}${path}`, { headers: { cookie } });
  expect(answer.ok, `${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}
