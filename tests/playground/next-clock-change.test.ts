import { expect, it } from 'vitest';
import { eveOfClockChange } from '../../playground/page-server/next-clock-change.ts';

it.each([
  ['Europe/Berlin', '2026-11-22T12:00:00Z', '2027-03-27T11:00:00.000Z'],
  ['Europe/Berlin', '2027-03-27T10:59:00Z', '2027-03-27T11:00:00.000Z'],
  ['Europe/Berlin', '2027-03-27T11:00:00Z', '2027-10-30T10:00:00.000Z'],
  ['Europe/Berlin', '2027-03-28T00:30:00Z', '2027-10-30T10:00:00.000Z'],
  ['America/New_York', '2026-11-22T12:00:00Z', '2027-03-13T17:00:00.000Z'],
  // By half an hour, and in the other half of the year.
  ['Australia/Lord_Howe', '2026-11-22T12:00:00Z', '2027-04-03T01:00:00.000Z'],
])('the eve of the next change of the clocks in %s after %s is %s', (zone, after, eve) => {
  expect(new Date(eveOfClockChange(zone, Date.parse(after))!).toISOString()).toBe(eve);
});

it.each(['Asia/Kolkata', 'UTC'])('the clocks of %s do not change', (zone) => {
  expect(eveOfClockChange(zone, Date.parse('2026-11-22T12:00:00Z'))).toBeNull();
});
