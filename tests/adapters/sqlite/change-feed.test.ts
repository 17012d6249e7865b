import pino from 'pino';
import { expect, it } from 'vitest';
import type { ProgramId } from '#core/ids.ts';
import { createSqliteChangeFeed } from '../../../src/adapters/sqlite/change-feed.ts';

it('tells of a change in the one process there is, and logs what a listener threw', () => {
  const log: { level: number }[] = [];
  const feed = createSqliteChangeFeed(pino({ base: null }, { write: (line: string) => log.push(JSON.parse(line)) }));
  const heard: unknown[] = [];
  feed.subscribe(() => {
    throw new Error('not my day');
  });
  feed.subscribe((change) => heard.push(change));
  feed.publish({ about: 'program', id: 'discord:guild' as ProgramId });
  expect(heard).toEqual([{ about: 'program', id: 'discord:guild' }]);
  expect(log).toMatchObject([{ level: 50 }]);
});
