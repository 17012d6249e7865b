import { slackText } from '../read-aloud.ts';
import { patience, type Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const settingUp: Scene = {
  title: 'Setting up: two communities, three mentors',
  steps: [
    {
      title: 'The commands are registered, and Confab starts',
      async act({ stage }) {
        const released = await stage.product.run('release');
        expect(released.code === 0, `release failed: ${released.output}`);
        await stage.product.start();
        await stage.connected(patience);
      },
    },
    {
      title: 'Olu, who runs the Discord server, has sessions announced in #sessions',
      async act({ stage: { server }, people: { olu } }) {
        const saved = await olu.answer(await olu.run('confab settings', { announce: server.sessions }));
        expect(saved.text.includes('Saved'), 'the settings were not saved');
      },
    },
    {
      title: 'Rhea, who runs the Slack workspace, joins it to the same programme with a one-time code',
      async act({ people: { olu, rhea } }) {
        const offered = await olu.answer(await olu.run('confab link'));
        const code = /\b[2-9A-HJ-NP-Z]{8}\b/.exec(offered.text)?.[0];
        expect(code, 'no code was given');
        await rhea.run('/confab', `link ${code}`);
        const joined = await rhea.reads('share their mentors');
        expect(JSON.stringify(joined.blocks).includes('Study Hall'), 'the other side is not named');
      },
    },
    {
      title: 'Rhea has sessions announced on Slack too',
      async act({ stage: { slack, workspace }, telling, cast, people: { rhea } }) {
        await rhea.run('/confab', 'settings');
        await rhea.pick({ blockLike: 'announce', value: workspace.sessions });
        rhea.window();
        const sent = await rhea.submit();
        expect(sent.outcome === 'ok' && !sent.errors, `the settings were refused: ${JSON.stringify(sent.errors)}`);
        const notice = await slack.waitFor(() => slack.messages(workspace.sessions)[0], patience);
        telling.show('Slack, #sessions:', slackText(notice.text, cast.reader(rhea.zone)));
        expect(notice.text.includes('Rhea set this up'), 'the channel is not told who wanted announcements');
      },
    },
    {
      title: 'Maya offers sessions on Discord',
      async act({ people: { maya } }) {
        const saved = await maya.answer(
          await maya.run('mentor', {
            topics: 'React, SQL',
            hours: 'daily 08:00-22:00',
            length: '30',
            notice: '26 hours',
            zone: 'Lisbon',
          }),
        );
        expect(saved.text.includes('Saved'), 'the offer was not saved');
      },
    },
    {
      title: 'Dan offers sessions too, in a window',
      async act({ people: { dan } }) {
        const opened = await dan.run('mentor');
        dan.window(opened);
        const sent = await dan.submit(opened, {
          topics: 'Go',
          hours: 'Mon-Sun 07:00-23:00',
          length: '45',
          notice: '1 hour',
          zone: 'Dublin',
        });
        expect((await dan.answer(sent)).text.includes('Saved'), 'the offer was not saved');
      },
    },
    {
      title: 'Priya offers sessions on Slack',
      async act({ people: { priya } }) {
        await priya.run('/confab', 'mentor');
        priya.fill({
          topics: 'Careers, Rust',
          'weekly hours': 'daily 07:00-23:00',
          length: '30',
          notice: '2 hours',
        });
        priya.window();
        const sent = await priya.submit();
        expect(sent.outcome === 'ok' && !sent.errors, `the offer was refused: ${JSON.stringify(sent.errors)}`);
      },
    },
  ],
};
