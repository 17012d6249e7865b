/** One thing that `doctor` looked at. */
export interface Finding {
  /** "Discord token", "Slack scopes". */
  name: string;
  ok: true | false | 'warn';
  /** What was seen. */
  detail: string;
  /** What to do about it; present unless all is well. */
  mend?: string;
}
