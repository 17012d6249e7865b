/**
 * What Discord accepts, in UTF-16 units where nothing else is said (the stricter reading of "characters").
 * Source: Discord's documentation, "Message Resource", "Component Reference", "Application Commands", of August 2026.
 */
export const limits = {
  content: 2_000,
  embeds: 10,
  embedDescription: 4_096,
  /** All embeds of a message together. */
  embedTotal: 6_000,
  rows: 5,
  rowButtons: 5,
  buttonLabel: 80,
  customId: 100,
  selectOptions: 25,
  /** Label, value and description of a select option. */
  optionText: 100,
  modalTitle: 45,
  label: 45,
  labelDescription: 100,
  textValue: 4_000,
  textPlaceholder: 100,
  autocompleteChoices: 25,
  /** Name and value of an autocomplete choice. */
  choiceText: 100,
} as const;

/** Milliseconds. */
export const deadlines = {
  /** What may pass before an answer that cannot be deferred: a modal, suggestions. Discord gives 3,000 for the first answer, network included. */
  firstAnswer: 1_500,
  /** Waiting for handlers in flight when the process stops. */
  stop: 3_000,
  /** Until the gateway says that it is ready; @discordjs/ws itself gives hello 60 s and ready 15 s. */
  ready: 45_000,
  /** Without a heartbeat acknowledged for longer than this the connection counts as lost. Discord asks for one every 41 s or so. */
  heartbeat: 120_000,
} as const;
