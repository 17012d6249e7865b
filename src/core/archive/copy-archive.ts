/** Copies a database into another one. What is there already is compared and left alone, so a copy that was broken off is simply started again. */
import { createHash } from 'node:crypto';
import { type Archive, type ArchiveKind, type ArchiveKinds, archiveKinds } from './archive.ts';

export interface CopyProgress {
  kind: ArchiveKind;
  phase: 'copy' | 'verify';
  /** Over all kinds; a record counts once when it is copied and once when it is verified. */
  done: number;
  total: number;
}

export type CopyResult =
  | { ok: true; copied: number; there: number; digests: Record<ArchiveKind, { count: number; sha256: string }> }
  /** The target holds things that the source does not: it is somebody's database, and nothing was written. */
  | { ok: false; reason: 'not-empty'; kind: ArchiveKind; count: number }
  /** The two differ behind the copy: somebody worked on one of them meanwhile. */
  | { ok: false; reason: 'differs'; kind: ArchiveKind };

const batch = 200;

export async function copyArchive(
  source: Archive,
  target: Archive,
  report: (progress: CopyProgress) => void = () => {},
): Promise<CopyResult> {
  const counts = await countAll(source);
  for (const kind of archiveKinds) {
    const foreign = await countForeign(source, target, kind);
    if (foreign > 0) return { ok: false, reason: 'not-empty', kind, count: foreign };
  }
  const total = 2 * Object.values(counts).reduce((sum, count) => sum + count, 0);
  let [done, copied, there] = [0, 0, 0];
  for (const kind of archiveKinds) {
    for await (const records of pages(source, kind)) {
      const known = new Map(await digestsById(target, kind, records));
      for (const record of records) {
        if (known.get(record.id) === digestOf(record)) there += 1;
        else {
          await target.write(kind, record);
          copied += 1;
        }
      }
      done += records.length;
      report({ kind, phase: 'copy', done, total });
    }
  }
  const digests = {} as Record<ArchiveKind, { count: number; sha256: string }>;
  for (const kind of archiveKinds) {
    const mine = await digestAll(source, kind);
    const theirs = await digestAll(target, kind);
    if (mine.count !== theirs.count || mine.sha256 !== theirs.sha256) return { ok: false, reason: 'differs', kind };
    digests[kind] = mine;
    done += mine.count;
    report({ kind, phase: 'verify', done, total });
  }
  return { ok: true, copied, there, digests };
}

async function countAll(archive: Archive): Promise<Record<ArchiveKind, number>> {
  const counts = {} as Record<ArchiveKind, number>;
  for (const kind of archiveKinds) counts[kind] = await archive.count(kind);
  return counts;
}

async function countForeign(source: Archive, target: Archive, kind: ArchiveKind): Promise<number> {
  let foreign = 0;
  for await (const records of pages(target, kind)) {
    const known = await source.readMany(
      kind,
      records.map(({ id }) => id),
    );
    foreign += records.length - known.length;
  }
  return foreign;
}

async function* pages<Kind extends ArchiveKind>(archive: Archive, kind: Kind): AsyncGenerator<ArchiveKinds[Kind][]> {
  let after: string | null = null;
  for (;;) {
    const records: ArchiveKinds[Kind][] = await archive.read(kind, after, batch);
    if (records.length === 0) return;
    yield records;
    after = records.at(-1)?.id ?? null;
  }
}

async function digestsById<Kind extends ArchiveKind>(
  archive: Archive,
  kind: Kind,
  records: readonly ArchiveKinds[Kind][],
): Promise<[string, string][]> {
  const found = await archive.readMany(
    kind,
    records.map(({ id }) => id),
  );
  return found.map((record) => [record.id, digestOf(record)]);
}

async function digestAll(archive: Archive, kind: ArchiveKind): Promise<{ count: number; sha256: string }> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const records of pages(archive, kind)) {
    for (const record of records) hash.update(digestOf(record));
    count += records.length;
  }
  return { count, sha256: hash.digest('hex') };
}

function digestOf(record: ArchiveKinds[ArchiveKind]): string {
  return createHash('sha256')
    .update(JSON.stringify(inOneOrder(record)))
    .digest('hex');
}

/** Keys in one order, at any depth: databases keep them in theirs. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOneOrder(inner)]));
}
