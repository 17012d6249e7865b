import { among, byType, flag, list, type Rule, shape, text, whole } from './rule.ts';

// docs.slack.dev/reference/block-kit/blocks/rich-text-block

const style = {
  style: shape(
    {},
    { bold: flag, italic: flag, strike: flag, code: flag, underline: flag, highlight: flag, unlink: flag },
  ),
};
const id = text(255);

const inline = byType({
  text: shape({ type: among('text'), text: text(3000) }, style),
  link: shape({ type: among('link'), url: text(3000) }, { text: text(3000), unsafe: flag, ...style }),
  user: shape({ type: among('user'), user_id: id }, style),
  usergroup: shape({ type: among('usergroup'), usergroup_id: id }, style),
  channel: shape({ type: among('channel'), channel_id: id }, style),
  broadcast: shape({ type: among('broadcast'), range: among('here', 'channel', 'everyone') }, style),
  emoji: shape(
    { type: among('emoji'), name: text(255) },
    { unicode: text(255), url: text(3000), skin_tone: whole(1, 6), ...style },
  ),
  color: shape({ type: among('color'), value: text(20) }, style),
  date: shape(
    { type: among('date'), timestamp: whole(0, 9_999_999_999), format: text(3000) },
    { url: text(3000), fallback: text(3000), ...style },
  ),
});

const border = { border: among(0, 1) };
const section = shape({ type: among('rich_text_section'), elements: list(inline, 0, 1000) });

export const richText: Rule = shape(
  {
    type: among('rich_text'),
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_list: shape(
          {
            type: among('rich_text_list'),
            style: among('bullet', 'ordered'),
            elements: list(byType({ rich_text_section: section }), 1, 1000),
          },
          { indent: whole(0, 8), offset: whole(0, 100_000), ...border },
        ),
        rich_text_quote: shape({ type: among('rich_text_quote'), elements: list(inline, 0, 1000) }, border),
        rich_text_preformatted: shape(
          { type: among('rich_text_preformatted'), elements: list(inline, 0, 1000) },
          border,
        ),
      }),
      1,
      1000,
    ),
  },
  { block_id: id },
);
