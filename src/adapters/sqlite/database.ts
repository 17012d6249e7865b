import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { StorageError } from '#core/storage-error.ts';
import { migrations } from './schema.ts';
import { toStorageError } from './storage-error.ts';

/**
 * - **durable**: the commit is on the disk when the call returns, and survives a power cut.
 * - **relaxed**: survives the death of the process; a power cut may take the last of these, and never leaves half of one.
 */
export type Durability = 'durable' | 'relaxed';

/**
 * One connection. Everything is synchronous, so that no transaction can span an `await`.
 * `Row` is the caller's word for the columns it asked for. All methods throw {@link StorageError}.
 */
export interface Database {
  readonly path: string;
  /** How many rows the statement changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Row by row, for a caller that stops early. */
  each<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row>;
  /** One write transaction: all of it is stored, or (when `work` throws) nothing. */
  write<T>(durability: Durability, work: () => T): T;
  /** Calls back whenever rows of one of these tables may be others than before: at each statement that writes to it, and when a write is undone. */
  onWrite(tables: readonly string[], changed: () => void): void;
  /** Calls back for what another process (an SQL shell, say) has written, if one has. Asks once in a turn of the event loop. */
  noticeOthers(): void;
  /** Closing twice is closing once. */
  close(): void;
}

/** Milliseconds. Within Confab there is one writer; a backup or an SQL shell may hold the file for a moment. */
const busyTimeout = 2_000;

/**
 * Opens the database as it is, only to read: for whoever looks while another process, perhaps of another version, is running on it.
 * @throws StorageError `other-schema` when this version cannot read what is stored.
 */
export function readDatabase(path: string): Database {
  const connection = guarded(() => new DatabaseSync(path, { timeout: busyTimeout, readOnly: true }));
  const database = overConnection(path, connection);
  const version = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
  if (version === migrations.length) return database;
  database.close();
  throw new StorageError(`${path} was written by another version of Confab`, {
    code: 'other-schema',
    retryable: false,
  });
}

/**
 * Opens the database, makes it with its folders where it is missing (mode 0600: it holds people's names and words), and brings its tables
 * up to date. `:memory:` is a database that lives as long as the connection.
 * @throws StorageError `newer-schema` when a newer Confab has written the file.
 */
export function openDatabase(path: string, { log }: { log?: Pick<Logger, 'info' | 'warn'> } = {}): Database {
  const inMemory = path === ':memory:';
  if (!inMemory) createPrivateFile(path);
  const connection = guarded(() => new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: true }));
  const database = overConnection(path, connection);
  try {
    const mode = database.get<{ journal_mode: string }>('PRAGMA journal_mode = WAL')?.journal_mode;
    if (!inMemory && mode !== 'wal') {
      log?.warn({ path, mode }, 'the file system does not allow a write-ahead log; the database will be slower');
    }
    // On macOS a plain fsync leaves the data in the drive's cache; elsewhere this changes nothing.
    database.get('PRAGMA fullfsync = ON');
    // The write-ahead log goes over into the file when it has 16 MB, not 4: each time waits for the disk, and many writes in a row hit the same pages.
    database.get('PRAGMA wal_autocheckpoint = 4000');
    migrate(database, log);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function overConnection(path: string, connection: DatabaseSync): Database {
  const statements = new Map<string, { statement: StatementSync; writesTo: string | null }>();
  const listeners: { tables: readonly string[]; changed: () => void }[] = [];
  let level: Durability | undefined;
  let open = true;
  let version: unknown;
  let asked = false;

  function prepared(sql: string): StatementSync {
    let known = statements.get(sql);
    if (!known) {
      known = { statement: connection.prepare(sql), writesTo: writtenBy(sql) };
      statements.set(sql, known);
    }
    if (known.writesTo !== null) tell(known.writesTo);
    return known.statement;
  }

  function tell(table: string): void {
    for (const { tables, changed } of listeners) if (table === anyTable || tables.includes(table)) changed();
  }

  return {
    path,
    run: (sql, ...values) => guarded(() => Number(prepared(sql).run(...values).changes)),
    get: <Row>(sql: string, ...values: SQLInputValue[]) =>
      guarded(() => prepared(sql).get(...values) as Row | undefined),
    all: <Row>(sql: string, ...values: SQLInputValue[]) => guarded(() => prepared(sql).all(...values) as Row[]),
    each: <Row>(sql: string, ...values: SQLInputValue[]) =>
      guarded(() => prepared(sql).iterate(...values) as unknown as Iterable<Row>),
    write: (durability, work) =>
      guarded(() => {
        // SQLite takes the level at BEGIN; inside a transaction it refuses to change it.
        if (level !== durability) {
          connection.exec(`PRAGMA synchronous = ${durability === 'durable' ? 'FULL' : 'NORMAL'}`);
          level = durability;
        }
        prepared('BEGIN IMMEDIATE').run();
        try {
          const result = work();
          if (result instanceof Promise)
            throw new TypeError('A transaction must not wait: its work returned a promise');
          prepared('COMMIT').run();
          return result;
        } catch (error) {
          // Some errors (a full disk) have rolled back already.
          if (connection.isTransaction) connection.exec('ROLLBACK');
          tell(anyTable);
          throw error;
        }
      }),
    onWrite: (tables, changed) => void listeners.push({ tables, changed }),
    noticeOthers() {
      if (asked) return;
      asked = true;
      setImmediate(() => {
        asked = false;
      });
      const before = version;
      // Stays the same when this connection writes, and is another after any other did.
      version = guarded(() => prepared('PRAGMA data_version').get()?.data_version);
      if (version !== before) tell(anyTable);
    },
    close: () => {
      if (!open) return;
      open = false;
      statements.clear();
      guarded(() => connection.close());
    },
  };
}

const anyTable = '*';

/** The table that a statement of ours writes to; null for one that only reads. What cannot be told may write to any. */
function writtenBy(sql: string): string | null {
  if (/^\s*(?:SELECT|PRAGMA|BEGIN|COMMIT)\b/i.test(sql)) return null;
  return /^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)/i.exec(sql)?.[1] ?? anyTable;
}

function migrate(database: Database, log?: Pick<Logger, 'info'>): void {
  const version = () => database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  const refuseNewer = (found: number) => {
    if (found <= migrations.length) return;
    throw new StorageError(
      `${database.path} was written by a newer Confab (schema ${found}, this one knows ${migrations.length}). Update Confab, or restore the backup made before the update.`,
      { code: 'newer-schema', retryable: false },
    );
  };
  const before = version();
  refuseNewer(before);
  if (before === migrations.length) return;
  const from = database.write('durable', () => {
    // Asked again inside: another process may have done it while this one waited for the lock.
    const found = version();
    refuseNewer(found);
    for (const step of migrations.slice(found)) {
      for (const statement of splitStatements(step)) database.run(statement);
    }
    database.run(`PRAGMA user_version = ${migrations.length}`);
    return found;
  });
  if (from < migrations.length)
    log?.info({ path: database.path, from, to: migrations.length }, 'schema brought up to date');
}

/** The schema holds no semicolon inside a statement. */
function splitStatements(sql: string): string[] {
  return sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean);
}

/**
 * Makes the file before SQLite does, because SQLite would let everybody read it; the files SQLite puts beside it take its mode.
 * An existing file is never opened here: closing any descriptor of a file drops this process's locks on it (POSIX), SQLite's included.
 */
export function createPrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStorageError(error);
  }
}
