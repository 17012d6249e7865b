/** Answers with the rate at which so many due effects are carried out on SQLite: node drain-by-carry-out.ts DATABASE COUNT notice|nothing */
import { NOW } from '../../tests/builders.ts';
import { answer } from '../harness/own-process.ts';
import { type Errand, putDueEffects } from './due-effects.ts';
import { onOwnConnection, openSqliteStores } from './open-stores.ts';
import { createStudyHall } from './study-hall.ts';

const [path = '', count = '0', errand = 'notice'] = process.argv.slice(2);
const stores = await openSqliteStores(path);
const { carryOut } = await createStudyHall(stores);
putDueEffects(path, { errand: errand as Errand, count: Number(count), dueAt: () => NOW, now: NOW });

const startedAt = performance.now();
carryOut.pump();
await carryOut.idle();
const rate = Number(count) / ((performance.now() - startedAt) / 1_000);

await stores.close();
const done = onOwnConnection(path, (db) =>
  db.get<{ count: number }>(`SELECT count(*) AS count FROM effects WHERE state = 'done'`),
);
if (done?.count !== Number(count)) throw new Error(`${done?.count} of ${count} effects were carried out.`);
await answer({ rate });
