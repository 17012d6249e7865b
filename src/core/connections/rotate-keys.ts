import type { ConnectionStore } from './connection-store.ts';
import { type GoogleAccount, tokenOf } from './google-account.ts';
import type { Sealer } from './sealer.ts';

export interface Rotation {
  /** Secrets looked at. */
  checked: number;
  /** Sealed anew, with the first key. */
  resealed: number;
  /** Those that do not open with any key of ours: their owners have to connect again, or the missing key has to come back. */
  unreadable: { email: string; why: string }[];
}

const pageSize = 100;
/** Somebody wrote in between: how often a secret is read anew. */
const tries = 5;

/** Seals with the first key everything that an older key sealed, so that the older ones can go. Doing it again, or while Confab runs, is harmless. */
export async function rotateKeys(ports: { connections: ConnectionStore; sealer: Sealer }): Promise<Rotation> {
  const { connections, sealer } = ports;
  const rotation: Rotation = { checked: 0, resealed: 0, unreadable: [] };

  async function reseal(sub: string): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const account = await connections.find(sub);
      if (!account?.calendar || sealer.isCurrent(account.calendar.sealedRefreshToken)) return;
      const opened = sealer.open(account.calendar.sealedRefreshToken, tokenOf(sub));
      if (!opened.ok) {
        const why = opened.reason === 'unknown-key' ? `the key "${opened.keyId}" is missing` : 'it was damaged';
        rotation.unreadable.push({ email: account.email, why });
        return;
      }
      const sealedRefreshToken = sealer.seal(opened.secret, tokenOf(sub));
      const calendar = { ...account.calendar, sealedRefreshToken };
      if (await connections.update({ ...account, calendar, revision: account.revision + 1 })) {
        rotation.resealed += 1;
        return;
      }
    }
    throw new Error('A connection kept changing while it was being sealed anew. Run this again.');
  }

  let page: GoogleAccount[] = [];
  do {
    page = await connections.withCalendar(page.at(-1)?.sub ?? null, pageSize);
    for (const { sub } of page) {
      await reseal(sub);
      rotation.checked += 1;
    }
  } while (page.length === pageSize);
  return rotation;
}
