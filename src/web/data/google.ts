import type { GoogleAccountsJson } from '#api/schemas.ts';
import { useQuery } from './queries.ts';

export const googlePath = '/api/me/google';

/** A way through Google's own pages: a link, not a request. */
export const connectCalendar = '/api/auth/google?for=calendar';

export const useGoogle = () => useQuery<GoogleAccountsJson>(googlePath);
