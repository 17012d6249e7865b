import { describe, expect, it } from 'vitest';
import { slackMoment } from '../../../playground/page/time/slack-moment.ts';

const at = Date.parse('2026-11-24T01:30:05Z');
const reader = { zone: 'America/Los_Angeles', locale: 'en-US', now: Date.parse('2026-11-20T12:00:00Z') };
const spaced = (text: string | null): string | undefined => text?.replaceAll('\u202f', ' ');

describe("a moment in Slack's markup", () => {
  it.each([
    ['{date_num}', '2026-11-23'],
    ['{date_slash}', '11/23/2026'],
    ['{date}', 'November 23'],
    ['{date_pretty}', 'November 23'],
    ['{date_short}', 'Nov 23'],
    ['{date_short_pretty}', 'Nov 23'],
    ['{date_long}', 'Monday, November 23'],
    ['{date_long_pretty} at {time}', 'Monday, November 23 at 5:30 PM'],
    ['{date_long_full}', 'November 23, 2026'],
    ['{day_divider_pretty}', 'Monday, November 23'],
    ['{time_secs}', '5:30:05 PM'],
    ['{ago}', 'In 4 days'],
  ])('%s is written where the reader is', (format, expected) => {
    expect(spaced(slackMoment(at, format, reader))).toBe(expected);
  });

  it('has the habits of the language', () => {
    expect(slackMoment(at, '{date_long} {time}', { ...reader, zone: 'Europe/Berlin', locale: 'de' })).toBe(
      'Dienstag, 24. November 02:30',
    );
  });

  it.each([
    ['2026-11-22T12:00:00Z', 'Tomorrow', 'On tomorrow'],
    ['2026-11-23T12:00:00Z', 'Today', 'On today'],
    ['2026-11-24T12:00:00Z', 'Yesterday', 'On yesterday'],
  ])('names the days next to %s, with a capital letter at the beginning only', (now, first, later) => {
    const near = { ...reader, now: Date.parse(now) };
    expect(slackMoment(at, '{date_pretty}', near)).toBe(first);
    expect(slackMoment(at, 'on {date_pretty}', near)).toBe(later);
  });

  it('has its year once it is half a year away', () => {
    expect(slackMoment(at, '{date}', { ...reader, now: Date.parse('2026-05-01T12:00:00Z') })).toBe('November 23, 2026');
  });

  it('is not made up where Slack knows no such token', () => {
    expect(slackMoment(at, '{datum} at {time}', reader)).toBeNull();
  });
});
