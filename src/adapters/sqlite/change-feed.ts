import type { Logger } from 'pino';
import type { ChangeFeed } from '#core/changes/change-feed.ts';
import { createInProcessFeed } from '#core/changes/in-process-feed.ts';

/** The file belongs to one process, so every change is made in it and none has to be looked for. */
export function createSqliteChangeFeed(log: Logger): ChangeFeed {
  return createInProcessFeed((error) => log.error({ err: error }, 'A change could not be passed on to live pages.'));
}
