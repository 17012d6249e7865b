/**
 * The page that somebody wanted who has to sign in first. The browser keeps it, since the link that signs in comes from chat and opens in another
 * tab; no address that signs in says where it leads, so none can be made that leads elsewhere.
 */
const key = 'confab:wanted';

/** As long as it may take to get a link in chat and open it. Milliseconds. */
const life = 30 * 60_000;

interface Wanted {
  address: string;
  /** Epoch milliseconds. */
  at: number;
}

/** `address`: a page of ours, with its query. */
export function rememberWanted(address: string): void {
  const wanted: Wanted = { address, at: Date.now() };
  try {
    window.localStorage.setItem(key, JSON.stringify(wanted));
  } catch {
    // Without storage one lands on the first page.
  }
}

/** Where to go after signing in, once: the page that was wanted, and the first one where none was. */
export function takeWanted(): string {
  try {
    const kept = window.localStorage.getItem(key);
    window.localStorage.removeItem(key);
    return readWanted(kept, { now: Date.now(), origin: window.location.origin });
  } catch {
    return '/';
  }
}

/** An address on this origin, always with a slash at its beginning: "/" for whatever is missing, too old or leads elsewhere. */
export function readWanted(kept: string | null, { now, origin }: { now: number; origin: string }): string {
  const wanted = parse(kept);
  if (!wanted || now < wanted.at || now - wanted.at > life || !URL.canParse(wanted.address, origin)) return '/';
  const { origin: leadsTo, pathname, search } = new URL(wanted.address, origin);
  // Two slashes begin the name of another host; what begins with none is no path at all (blob:).
  return leadsTo === origin && /^\/(?!\/)/.test(pathname) ? pathname + search : '/';
}

function parse(kept: string | null): Wanted | null {
  try {
    const read: unknown = JSON.parse(kept ?? 'null');
    const whole = typeof read === 'object' && read !== null && 'address' in read && 'at' in read;
    return whole && typeof read.address === 'string' && typeof read.at === 'number'
      ? { address: read.address, at: read.at }
      : null;
  } catch {
    return null;
  }
}
