import { describe, expect, it } from 'vitest';
import { type MeetingId, newId, type PersonId } from '#core/ids.ts';
import type { Action } from '#core/messages/action.ts';
import { decodeAction, encodeAction } from '../../src/bots/action-id.ts';
import { NOW } from '../builders.ts';

const meeting = newId() as MeetingId;
const form = newId();

/** One of each, so that a new action has to be thought of here. */
const actions: { [Do in Action['do']]: Extract<Action, { do: Do }> } = {
  accept: { do: 'accept', meeting },
  decline: { do: 'decline', meeting },
  explain: { do: 'explain', meeting },
  join: { do: 'join', meeting },
  reschedule: { do: 'reschedule', meeting },
  cancel: { do: 'cancel', meeting },
  'cancel-confirmed': { do: 'cancel-confirmed', meeting },
  keep: { do: 'keep', meeting },
  'put-back': { do: 'put-back', meeting },
  'calendar-file': { do: 'calendar-file', meeting },
  meetings: { do: 'meetings', cursor: `${NOW}:${meeting}` },
  book: { do: 'book', mentor: newId() as PersonId },
  retry: { do: 'retry', form },
  'retry-mentor': { do: 'retry-mentor' },
  link: { do: 'link', code: 'ABCD2345' },
  'not-link': { do: 'not-link' },
  pick: { do: 'pick', form, at: NOW },
  'other-zone': { do: 'other-zone', form },
};

describe('action ids', () => {
  it.each(Object.values(actions))('carry "$do" there and back', (action) => {
    const id = encodeAction(action);
    expect(id).toMatch(/^v1:/);
    expect(id.length).toBeLessThanOrEqual(100);
    expect(decodeAction(id)).toEqual(action);
  });

  it('carry the first page, and a booking without a mentor', () => {
    for (const action of [
      { do: 'meetings', cursor: '' },
      { do: 'book', mentor: '' },
    ] satisfies Action[])
      expect(decodeAction(encodeAction(action))).toEqual(action);
  });

  it('are written as documented', () => {
    expect(encodeAction({ do: 'accept', meeting: 'abc' as MeetingId })).toBe('v1:accept:abc');
    expect(encodeAction({ do: 'pick', form: 'abc', at: 42 })).toBe('v1:pick:abc:42');
    expect(encodeAction({ do: 'link', code: 'ABCD2345' })).toBe('v1:link:ABCD2345');
    expect(encodeAction({ do: 'not-link' })).toBe('v1:not-link');
  });

  it('differ for different actions', () => {
    const ids = Object.values(actions).map(encodeAction);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['nothing', ''],
    ['another version', `v2:accept:${meeting}`],
    ['another verb', `v1:delete:${meeting}`],
    ['a verb every object has', `v1:constructor:${meeting}`],
    ['no subject', 'v1:accept'],
    ['a pick without its moment', `v1:pick:${form}`],
    ['a pick of no moment', `v1:pick:${form}:soon`],
    ["somebody else's button", 'confirm_order_7'],
  ])('give null for %s', (_, id) => {
    expect(decodeAction(id)).toBeNull();
  });

  it('refuse to be longer than Discord allows', () => {
    expect(() => encodeAction({ do: 'retry', form: 'x'.repeat(100) })).toThrow('100');
  });
});
