import { Agenda } from 'agenda';
import { describe, expect, it } from 'vitest';
import { createMongoAgendaBackend } from '../../../src/adapters/mongo/agenda-backend.ts';
import { createDatabase, serverUri } from './mongo-world.ts';

describe.skipIf(!serverUri)('Agenda on MongoDB (needs MONGODB_TEST_URI)', () => {
  it('runs a job on the connection of the stores, and leaves it open', async () => {
    const { db, close } = await createDatabase();
    try {
      const agenda = new Agenda({ backend: createMongoAgendaBackend(db), processEvery: 20 });
      const ran = new Promise<unknown>((resolve) => {
        agenda.define('say', async (job: { attrs: { data: unknown } }) => resolve(job.attrs.data));
      });
      await agenda.start();
      await agenda.create('say', { words: 'hello' }).schedule(new Date()).save();
      expect(await ran).toEqual({ words: 'hello' });
      await agenda.stop();
      expect(await db.meetings.countDocuments()).toBe(0);
    } finally {
      await close();
    }
  });
});
