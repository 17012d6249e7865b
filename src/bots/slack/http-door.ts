import { ExpressReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { minute } from '#core/time/clock.ts';
import { sdkLogger } from './sdk-logger.ts';

const path = '/slack/events';
const longestAhead = 5 * minute;

/** Slack's door over HTTP. Bolt checks signatures and that requests are not old; this adds what it leaves out. */
export function createHttpDoor(signingSecret: string, log: Logger, isOpen: () => boolean): ExpressReceiver {
  const logger = sdkLogger(log);
  // A receiver without endpoints, for its empty router: what stands in front has to be there before Bolt's own route.
  const { router } = new ExpressReceiver({ signingSecret, endpoints: {}, logger });
  router.post(path, (request, response, next) => {
    const sentAt = Number(request.headers['x-slack-request-timestamp']) * 1_000;
    if (sentAt - Date.now() > longestAhead) {
      response.status(401).send();
    } else if (!isOpen()) {
      response.status(503).send();
    } else {
      next();
    }
  });
  return new ExpressReceiver({ signingSecret, endpoints: path, router, logger });
}
