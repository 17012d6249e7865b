import { describe, expect, it } from 'vitest';
import { joinHours, splitHours } from '#core/desk/hours-text.ts';

describe('hours and exceptions in one text', () => {
  it.each([
    {
      hours: 'Mon-Fri 17:00-20:00, Sat 10:00-13:00',
      exceptions: '2026-12-24 to 2027-01-02 off; 2026-12-05 10:00-14:00',
    },
    { hours: 'none', exceptions: '2026-12-05 10:00-14:00' },
    { hours: 'Mon 09:00-10:00', exceptions: '' },
    { hours: '', exceptions: '' },
    // Kept as they were typed, however wrong.
    { hours: 'whenever', exceptions: 'christmas' },
  ])('come apart as they were put together: %j', (both) => {
    expect(splitHours(joinHours(both))).toEqual(both);
  });

  it.each([
    ['Mon 9-10 except 24 dec', 'Mon 9-10', '24 dec'],
    ['Mon 9-10, EXCEPT: 24 dec; 25 dec', 'Mon 9-10', '24 dec; 25 dec'],
    ['Mon 9-10;\nexcept for 24 dec\n25 dec', 'Mon 9-10', '24 dec\n25 dec'],
    ['Mon 9-10\nExceptions: none', 'Mon 9-10', 'none'],
    ['exceptional', 'exceptional', ''],
  ])('are read as people type them: %j', (text, hours, exceptions) => {
    expect(splitHours(text)).toEqual({ hours, exceptions });
  });
});
