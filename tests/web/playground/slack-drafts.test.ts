import { describe, expect, it } from 'vitest';
import { type Drafts, entryIn, keptDrafts, valuesToSend } from '../../../playground/page/slack/drafts.ts';
import { inputsIn, keyOf, type Option } from '../../../playground/page/slack/placed.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const field = (name: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: name,
  label: plain(name),
  element: { action_id: name, ...element },
  ...more,
});
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const chosen = (...values: string[]): Option[] =>
  values.map((value) => ({ value, label: value.toUpperCase(), description: '', group: '' }));
const slots = (...values: string[]) => field('slot', { type: 'static_select', options: values.map(option) });
const subject = field('subject', { type: 'plain_text_input' });
const mentor = field('mentor', { type: 'external_select' }, { dispatch_action: true });
const people = field('people', { type: 'multi_users_select' });

function drafted(blocks: Record<string, unknown>[], entries: Record<string, string | Option[]>): Drafts {
  return Object.fromEntries(
    inputsIn(blocks).flatMap((placed) => {
      const entry = entries[placed.blockId];
      return entry === undefined ? [] : [[keyOf(placed), entry] as const];
    }),
  );
}

describe('what was typed into a view', () => {
  const drafts = drafted([subject, slots('a', 'b')], { subject: 'React', slot: chosen('b') });

  it('stays when the app draws it anew', () => {
    expect(keptDrafts([mentor, subject, slots('b', 'c')], drafts)).toEqual(drafts);
  });

  it('goes with its block, with another kind of element, and with what is not offered any more', () => {
    const other = field('subject', { type: 'number_input' });
    expect(keptDrafts([slots('a')], drafts)).toEqual({});
    expect(keptDrafts([other, slots('b')], drafts)).toEqual(drafted([slots('b')], { slot: chosen('b') }));
  });

  it('is sent by block and action, without what the app was told already or nobody touched', () => {
    const blocks = [mentor, subject, slots('a', 'b'), people, field('untouched', { type: 'plain_text_input' })];
    const entries = { mentor: chosen('m1'), subject: 'React', slot: chosen('b'), people: chosen('U1', 'U2') };
    expect(valuesToSend(blocks, drafted(blocks, entries))).toEqual({
      subject: { subject: 'React' },
      slot: { slot: 'b' },
      people: { people: ['U1', 'U2'] },
    });
  });

  it('is sent as nothing where it was taken out', () => {
    const blocks = [subject, slots('a'), people];
    expect(valuesToSend(blocks, drafted(blocks, { subject: '', slot: [], people: [] }))).toEqual({
      subject: { subject: null },
      slot: { slot: null },
      people: { people: [] },
    });
  });
});

describe('what an element shows', () => {
  it.each([
    [subject, { type: 'plain_text_input', value: 'React' }, 'React'],
    [slots('a'), { type: 'static_select', selected_option: option('a') }, chosen('a')],
    [slots('a'), { type: 'static_select', selected_option: null }, []],
    [
      people,
      { type: 'multi_users_select', selected_users: ['U1'] },
      [{ value: 'U1', label: '', description: '', group: '' }],
    ],
    [field('day', { type: 'datepicker' }), { type: 'datepicker', selected_date: '2026-11-24' }, '2026-11-24'],
    [subject, { type: 'number_input', value: '7' }, ''],
  ])('is what Slack holds until somebody touches it: %#', (block, value, expected) => {
    const [placed] = inputsIn([block]);
    const { blockId, actionId } = placed!;
    expect(entryIn(placed!, {}, { [blockId]: { [actionId]: value } })).toEqual(expected);
    expect(entryIn(placed!, { [keyOf(placed!)]: 'mine' }, {})).toBe('mine');
  });
});
