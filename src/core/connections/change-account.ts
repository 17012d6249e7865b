import { StorageError } from '#core/storage-error.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { GoogleAccount } from './google-account.ts';

/** Somebody wrote in between: how often a change is decided anew. */
const tries = 10;

/** Reads, decides, and writes if nobody wrote in between; otherwise begins again. Null, and nothing written, when there is no such account or `decide` says null. */
export async function changeAccount(
  connections: ConnectionStore,
  sub: string,
  decide: (account: GoogleAccount) => GoogleAccount | null,
): Promise<GoogleAccount | null> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const account = await connections.find(sub);
    const decided = account && decide(account);
    if (!decided) return null;
    const next = { ...decided, revision: account.revision + 1 };
    if (await connections.update(next)) return next;
  }
  throw new StorageError('A Google connection kept changing', { code: 'busy', retryable: true });
}
