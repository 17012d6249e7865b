import { fileURLToPath } from 'node:url';

/** Where `npm run build` puts the dashboard. */
export const builtDashboard = fileURLToPath(new URL('../../dist/web', import.meta.url));
