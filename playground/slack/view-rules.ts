import { checkBlocks } from './block-rules.ts';
import { plainText } from './composition-rules.ts';
import { isFields, objectsIn } from './fields.ts';
import { among, byType, type Finding, flag, type Rule, shape, text } from './rule.ts';

// Limits: docs.slack.dev/reference/views. Titles and buttons of a modal hold 24 characters, private_metadata 3,000.

const anything: Rule = () => {};

const hidden = { private_metadata: text(3000, 0), callback_id: text(255, 0), external_id: text(255, 0) };

const modal = shape(
  { type: among('modal'), title: plainText(24), blocks: anything },
  { ...hidden, submit: plainText(24), close: plainText(24), clear_on_close: flag, notify_on_close: flag },
);
const home = shape({ type: among('home'), blocks: anything }, hidden);

/** What Slack would refuse in this view when it is sent to a method that takes `type` views. */
export function checkView(view: unknown, type: 'modal' | 'home'): Finding[] {
  const findings: Finding[] = [];
  const rules: Record<string, Rule> = type === 'modal' ? { modal } : { home };
  byType(rules)(view, '/view', findings);
  if (!isFields(view)) return findings;
  findings.push(...checkBlocks(view.blocks, type, '/view/blocks'));
  const hasInput = objectsIn(view.blocks).some((block) => block.type === 'input');
  if (type === 'modal' && hasInput && view.submit === undefined) {
    findings.push({
      message: '`submit` is required when an `input` block is within the `blocks` array',
      pointer: '/view/submit',
    });
  }
  return findings;
}
