import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import { arrive, type Front, tellDirectly } from './front.ts';

/** Publishes a person's Home tab when they open it. */
export function createHomeTab(
  front: Front,
): (event: SlackEventMiddlewareArgs<'app_home_opened'>['event']) => Promise<void> {
  const { desk, dispatcher, homePages } = front;

  // Slack's events are acknowledged by Bolt.
  return async (event) => {
    if (event.tab !== 'home') return;
    await dispatcher.run({
      name: 'home tab',
      undone: 'Your sessions could not be shown.',
      work: () =>
        homePages.publish(event.user, async () => {
          const { visitor } = await arrive(front, event.user);
          return { home: await desk.home(visitor.person), zone: visitor.person.zone };
        }),
      tell: [
        (home) => homePages.publish(event.user, async () => ({ home, zone: null })),
        tellDirectly(front, event.user),
      ],
    });
  };
}
