import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDashboard } from '../../src/api/check-dashboard.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'confab-built-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const check = (publicUrl: string | null, sendsMail = false) => {
  const findings = checkDashboard({ publicUrl, root, sendsMail });
  for (const { ok, mend } of findings) expect(mend !== undefined).toBe(ok !== true);
  return findings;
};

describe('what doctor says of the dashboard', () => {
  it('is where people find it, and whether it is built', async () => {
    const [address, pages] = check('https://confab.example.org');
    expect(address).toMatchObject({ ok: true, detail: expect.stringContaining('https://confab.example.org;') });
    expect(pages).toMatchObject({ ok: 'warn', mend: expect.stringContaining('npm run build') });
    await writeFile(join(root, 'index.html'), '<!doctype html>');
    expect(check('https://confab.example.org')[1]).toEqual({
      ...{ name: 'Dashboard pages', ok: true, detail: `built, in ${root}` },
    });
  });

  it.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])(
    'is that %s opens on this machine only, which does not fit links in mails',
    (publicUrl) => {
      expect(check(publicUrl)[0]).toMatchObject({ ok: true, detail: `${publicUrl}, which opens on this machine only` });
      expect(check(publicUrl, true)[0]).toMatchObject({ ok: 'warn', mend: expect.stringContaining('PUBLIC_URL') });
      expect(check('https://confab.example.org', true)[0]).toMatchObject({ ok: true });
    },
  );

  it('is that there is none while nobody has said where', () => {
    expect(check(null)).toMatchObject([{ name: 'Dashboard', ok: 'warn', mend: expect.stringContaining('PUBLIC_URL') }]);
  });
});
