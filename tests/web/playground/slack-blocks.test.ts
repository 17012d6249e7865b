import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SlackApp } from '../../../playground/page/slack/slack-app.tsx';
import { actions, button, input, message, mrkdwn, plain, scene, screen, view } from './slack-scene.ts';

const app = (change: Parameters<typeof scene>[0]): string =>
  renderToStaticMarkup(
    createElement(SlackApp, { ...scene(change), act: async () => ({ ok: true, notice: null }), onShow: () => {} }),
  );

function said(blocks: object[], more: Parameters<typeof message>[1] = {}): string {
  const room = { id: 'C1', kind: 'channel', name: 'sessions', private: false } as const;
  return app({ screen: screen({ rooms: [{ ...room, messages: [message(blocks, more)] }] }) });
}

const form = (block: object, values = {}): string => app({ screen: screen({ views: [view([block], { values })] }) });
const options = [{ text: plain('One'), value: '1', description: plain('the first') }];

describe('a message in Slack', () => {
  it('says who wrote it, that an app did, when it was for its reader, and that it was changed', () => {
    const html = said([mrkdwn('hi')], { history: [{ text: 'before', blocks: [] }] });
    expect(html).toContain('<strong>Confab</strong><span class="slack-app-tag">APP</span>');
    expect(html).toMatch(/<time dateTime="2026-11-24T11:00:00.\d{3}Z"[^>]*>3:00.AM<\/time>/);
    expect(html).toContain('(edited)');
    expect(html).not.toContain('Only visible to you');
    expect(said([mrkdwn('hi')], { onlyFor: 'U1' })).toContain('Only visible to you');
  });

  it('names people and channels, and lets nobody write HTML', () => {
    const html = said([mrkdwn('<@U2> in <#C1>: &lt;img src=x&gt; <script>x</script> <javascript:alert(1)|go>')]);
    expect(html).toContain('@Priya</span> in <span class="slack-mention">#sessions');
    expect(html).toContain('&lt;img src=x&gt;');
    expect(html).not.toMatch(/<img|<script|javascript:/);
  });

  it('is gone when it was deleted', () => {
    expect(said([mrkdwn('a secret')], { deleted: true })).not.toContain('a secret');
  });

  it('offers its files', () => {
    expect(said([], { fileIds: ['F1'] })).toContain('download="session.ics"');
  });

  it.each([
    ['header', { type: 'header', text: plain('Big') }, '<h4 class="slack-header">Big</h4>'],
    ['divider', { type: 'divider' }, '<hr'],
    ['context', { type: 'context', elements: [{ type: 'mrkdwn', text: '*small*' }] }, '<strong>small</strong>'],
    ['fields', { type: 'section', fields: [plain('left'), plain('right')] }, 'right'],
    ['plain text', { type: 'section', text: plain('*as it is*') }, '*as it is*'],
    ['an accessory', { type: 'section', text: plain('x'), accessory: button('a', 'Beside') }, 'Beside</button>'],
    ['a link on a button', actions(button('a', 'Go', { url: 'https://a.example/' })), 'href="https://a.example/"'],
    ['a menu', actions({ type: 'overflow', action_id: 'o', options }), 'aria-label="More actions"'],
  ])('shows %s', (_name, block, expected) => {
    expect(said([block])).toContain(expected);
  });

  it.each([
    ['block', { type: 'video' }, 'video'],
    ['element', actions({ type: 'datetimepicker', action_id: 'd' }), 'datetimepicker'],
    ['element in a context', { type: 'context', elements: [{ type: 'image' }] }, 'image'],
    ['element of a form', input('i', 'I', { type: 'file_input' }), 'file_input'],
  ])('says so of a kind of %s that it does not know', (_name, block, kind) => {
    expect(said([block])).toContain(`The playground cannot show: ${kind}`);
  });
});

describe('a form in Slack', () => {
  it.each([
    [{ type: 'plain_text_input' }, 'type="text"'],
    [{ type: 'plain_text_input', multiline: true }, '<textarea'],
    [{ type: 'email_text_input' }, 'type="email"'],
    [{ type: 'url_text_input' }, 'type="url"'],
    [{ type: 'number_input', is_decimal_allowed: false }, 'inputMode="decimal"'],
    [{ type: 'datepicker' }, 'type="date"'],
    [{ type: 'timepicker' }, 'type="time"'],
    [{ type: 'checkboxes', options }, 'type="checkbox"'],
    [{ type: 'radio_buttons', options }, 'type="radio"'],
    ...['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind): [object, string][] => [
      [{ type: `${kind}_select` }, 'role="combobox"'],
      [{ type: `multi_${kind}_select` }, 'role="combobox"'],
    ]),
  ])('has %o', (element, expected) => {
    const html = form(input('field', 'A field', element, { hint: plain('A hint'), optional: true }));
    expect(html).toContain(expected);
    expect(html).toContain('A hint');
    expect(html).toContain('A field<span class="slack-optional"> (optional)</span>');
    expect(html).not.toContain('cannot show');
  });

  it('shows what is filled in already, and people by their names', () => {
    const block = input('who', 'Who', { type: 'multi_users_select' });
    expect(form(block, { who: { who: { type: 'multi_users_select', selected_users: ['U2'] } } })).toContain('Priya');
  });

  it('counts what is left when little is', () => {
    const block = input('subject', 'Subject', { type: 'plain_text_input', max_length: 10 });
    const typed = (value: string) => form(block, { subject: { subject: { type: 'plain_text_input', value } } });
    expect(typed('12345')).not.toContain('characters left');
    expect(typed('123456789012')).toContain('-2 characters left');
  });

  it('is read where nothing can be sent, too', () => {
    const html = app({ screen: screen({ views: [view([mrkdwn('One moment…')], { submit: null, close: null })] }) });
    expect(html).toContain('One moment…');
    expect(html).toContain('>Close</button>');
    expect(html).not.toContain('type="submit" class="slack-button slack-primary" aria-busy="false" aria-disabled');
  });
});
