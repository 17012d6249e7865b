/**
 * What Slack accepts, in characters unless said otherwise. Sources: docs.slack.dev/reference/block-kit and /reference/views, the comments of
 * @slack/types; those not documented are marked.
 */
export const limits = {
  /** Blocks in a message; in a modal or on the Home tab. */
  messageBlocks: 50,
  viewBlocks: 100,
  /** All texts of a message's blocks together. Not documented: `msg_blocks_too_long` was seen at about 13,200 (slackapi/bolt-js#2509). */
  messageCharacters: 12_000,
  /** A view may have 250 kB (`view_too_large`); this stays below it even where every character takes four bytes. */
  viewCharacters: 50_000,
  /** `text` next to blocks. chat.update refuses more than 4,000. */
  text: 3_000,
  section: 3_000,
  button: 75,
  accessibilityLabel: 75,
  /** Buttons side by side. Slack takes 25; more than five wrap badly on a phone. */
  buttonsInRow: 5,
  viewTitle: 24,
  viewButton: 24,
  inputLabel: 2_000,
  hint: 2_000,
  placeholder: 150,
  /** Text, value and description of an option, and the label of a group. */
  option: 75,
  /** Options of a select, and groups of options. */
  options: 100,
  /** `initial_value` and `max_length` of a text input. */
  input: 3_000,
  metadata: 3_000,
  /** A sentence at a field. Not documented; longer ones push the form off the screen. */
  fieldError: 500,
} as const;
