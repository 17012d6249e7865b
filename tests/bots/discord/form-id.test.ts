import { describe, expect, it } from 'vitest';
import { decodeAction } from '#bots/action-id.ts';
import { decodeFormId, encodeFormId, type FormId } from '#bots/discord/form-id.ts';
import { type MeetingId, newId, type PersonId } from '#core/ids.ts';

const formId = newId();
const mentorId = newId() as PersonId;
const meetingId = newId() as MeetingId;

const ids: FormId[] = [
  { form: 'book', formId, mentorId },
  { form: 'reschedule', formId, mentorId, meetingId },
  { form: 'explain', meetingId },
  { form: 'mentor', open: true },
  { form: 'mentor', open: false },
  { form: 'choose-mentor' },
  { form: 'choose-zone', formId },
];

describe('the id of a form', () => {
  it.each(ids)('survives the way to Discord and back: $form', (id) => {
    const text = encodeFormId(id);
    expect(text.length).toBeLessThanOrEqual(100);
    expect(decodeFormId(text)).toEqual(id);
    expect(decodeAction(text)).toBeNull();
  });

  it.each([
    '',
    'v1:form',
    'v1:form:mentor:ajar',
    'v1:form:book',
    'v1:form:book:a',
    'v1:form:reschedule:a:b',
    'v1:form:explain:',
    'v2:form:mentor',
    'v1:accept:a',
  ])('is not made out of "%s"', (text) => {
    expect(decodeFormId(text)).toBeNull();
  });

  it('is refused when Discord would refuse it', () => {
    expect(() => encodeFormId({ form: 'choose-zone', formId: 'x'.repeat(100) })).toThrow('characters long');
  });
});
