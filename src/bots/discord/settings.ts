export interface DiscordSettings {
  token: string;
  /** Where Discord's API is, without `/v10`; undefined: at Discord. */
  apiUrl?: string | undefined;
  /** Register commands in this server only; undefined: everywhere. */
  guildId?: string | undefined;
}
