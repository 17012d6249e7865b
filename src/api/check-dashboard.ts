import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '#core/finding.ts';

interface Dashboard {
  /** Where people open it; null where it is not said, and nothing can be assumed. */
  publicUrl: string | null;
  /** The folder that the build writes. */
  root: string;
  /** Whether mail goes out: then the address is in it. */
  sendsMail: boolean;
}

/** Looks whether people can come to the dashboard, as far as that can be seen from here. */
export function checkDashboard({ publicUrl, root, sendsMail }: Dashboard): Finding[] {
  if (publicUrl === null) {
    return [
      {
        name: 'Dashboard',
        ok: 'warn',
        detail: 'there is none, and no API: nobody has said where people would find it',
        mend: 'Set PUBLIC_URL to the address that people open (docs/dashboard.md). Discord and Slack work without.',
      },
    ];
  }
  return [address(publicUrl, sendsMail), built(root)];
}

function address(publicUrl: string, sendsMail: boolean): Finding {
  const name = 'Dashboard address';
  if (!isLoopback(publicUrl)) {
    const detail = `${publicUrl}; the web server there has to pass requests on to Confab`;
    return { name, ok: true, detail };
  }
  const detail = `${publicUrl}, which opens on this machine only`;
  return sendsMail
    ? {
        ...{ name, ok: 'warn', detail: `${detail}, and mail is sent with links to it` },
        mend: 'Set PUBLIC_URL to the https address that people open (docs/dashboard.md).',
      }
    : { name, ok: true, detail };
}

function built(root: string): Finding {
  const name = 'Dashboard pages';
  return existsSync(join(root, 'index.html'))
    ? { name, ok: true, detail: `built, in ${root}` }
    : {
        ...{ name, ok: 'warn', detail: 'not built, so people find a page that says so' },
        mend: 'Run "npm run build". The API, Discord and Slack work without.',
      };
}

function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
