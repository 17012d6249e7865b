import type { StateNumber } from '#core/queries/state-number.ts';
import type { Database } from './database.ts';

const tables = ['meetings', 'attendances', 'people', 'accounts', 'account_communities', 'programs', 'communities'];

/** The file belongs to this process, so that every write passes by here; one by an SQL shell is noticed as well. */
export function createSqliteStateNumber(db: Database): StateNumber {
  let number = 0;
  db.onWrite(tables, () => {
    number += 1;
  });
  return () => {
    db.noticeOthers();
    return number;
  };
}
