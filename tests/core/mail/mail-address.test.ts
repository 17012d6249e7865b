import { describe, expect, it } from 'vitest';
import { isMailAddress, readMailAddress } from '#core/mail/mail-address.ts';

describe('a mail address', () => {
  it.each([
    ['confab@example.org', '', 'confab@example.org'],
    ['Confab <confab@example.org>', 'Confab', 'confab@example.org'],
    ['"Confab, Study Hall" <no-reply+x@mail.example.org>', 'Confab, Study Hall', 'no-reply+x@mail.example.org'],
    ['Büro <confab@localhost>', 'Büro', 'confab@localhost'],
    [' <confab@example.org> ', '', 'confab@example.org'],
  ])('is read from %s', (text, name, address) => {
    expect(readMailAddress(text)).toEqual({ name, address });
  });

  it.each([
    '',
    'Confab',
    'a@b@example.org',
    'leo@example.org\r\nBcc: eve@example.org',
    'leo @example.org',
    'leo@example..org',
    'leo;x@example.org>',
    '"leo x"@example.org',
    `${'x'.repeat(65)}@example.org`,
  ])('is not %j', (text) => {
    expect(isMailAddress(text)).toBe(false);
    expect(readMailAddress(text)).toBeNull();
  });
});
