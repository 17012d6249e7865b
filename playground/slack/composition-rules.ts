import { all, among, byType, flag, list, matching, type Rule, shape, text, together } from './rule.ts';

// Limits: docs.slack.dev/reference/block-kit/composition-objects and the comments of @slack/types 3.2.0.

/** Every text object holds 1 to 3,000 characters, however much its place allows. */
const TEXT_OBJECT_MAX = 3000;

export function plainText(max: number): Rule {
  return byType({
    plain_text: shape({ type: among('plain_text'), text: text(Math.min(max, TEXT_OBJECT_MAX)) }, { emoji: flag }),
  });
}

export function anyText(max: number): Rule {
  return byType({
    plain_text: shape({ type: among('plain_text'), text: text(Math.min(max, TEXT_OBJECT_MAX)) }, { emoji: flag }),
    mrkdwn: shape({ type: among('mrkdwn'), text: text(Math.min(max, TEXT_OBJECT_MAX)) }, { verbatim: flag }),
  });
}

export function mrkdwnText(max: number): Rule {
  return byType({ mrkdwn: shape({ type: among('mrkdwn'), text: text(max) }, { verbatim: flag }) });
}

/** The documentation requires all four texts; @slack/types leaves three of them optional. The stricter one holds here. */
const confirm = shape(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: among('primary', 'danger') },
);

/** Option text, value and description hold 75 characters each (newer documents allow 150 for the value; 75 is safe everywhere). */
export const plainOption = shape({ text: plainText(75), value: text(75) }, { description: plainText(75) });
export const richOption = shape({ text: anyText(75), value: text(75) }, { description: anyText(75) });
export const overflowOption = shape(
  { text: plainText(75), value: text(75) },
  { description: plainText(75), url: text(3000) },
);

export const optionGroup = shape({ label: plainText(75), options: list(plainOption, 1, 100) });

export const conversationFilter = all(
  shape(
    {},
    {
      include: list(among('im', 'mpim', 'private', 'public'), 1, 4),
      exclude_external_shared_channels: flag,
      exclude_bot_users: flag,
    },
  ),
  together((filter) => (Object.keys(filter).length === 0 ? 'must define at least one filter' : undefined)),
);

export const dispatchConfig = shape(
  {},
  { trigger_actions_on: list(among('on_enter_pressed', 'on_character_entered'), 1, 2) },
);

export const actionId = { action_id: text(255) };
export const confirmable = { confirm };
export const focusable = { focus_on_load: flag };
export const placeholding = { placeholder: plainText(150) };

/** 2,000 characters of alternative text, and the picture either by address or as a file in Slack. */
export function imageShape(extra: Record<string, Rule>): Rule {
  return all(
    shape(
      { type: among('image'), alt_text: text(2000) },
      {
        image_url: all(text(3000), matching(/^https?:\/\//, 'a valid URL')),
        slack_file: shape({}, { url: text(3000), id: text(255) }),
        ...extra,
      },
    ),
    together((image) =>
      (image.image_url === undefined) === (image.slack_file === undefined)
        ? 'must define exactly one of `image_url` and `slack_file`'
        : undefined,
    ),
  );
}
