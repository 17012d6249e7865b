import { type Request, Router } from 'express';
import { type CalendarChannels, notificationsPath } from '#core/connections/calendar-channels.ts';

/**
 * Where Google says that a calendar changed. All of it is in the headers; there is no body, and what a body says would not be read. The answer comes
 * before anything is done about it, and whoever has no channel of ours is told what everybody is told where there is nothing.
 */
export function createNotificationsRouter(channels: Pick<CalendarChannels, 'notified'>): Router {
  const router = Router();

  router.post(notificationsPath, async (request, response, next) => {
    const [channelId, token] = [header(request, 'x-goog-channel-id'), header(request, 'x-goog-channel-token')];
    const state = header(request, 'x-goog-resource-state');
    const known = channelId !== '' && token !== '' && (await channels.notified({ channelId, token, state }));
    if (known) response.status(204).end();
    else next();
  });

  return router;
}

function header(request: Request, name: string): string {
  return request.get(name) ?? '';
}
