import type {
  APIApplicationCommandOptionChoice,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Desk } from '#core/desk/desk.ts';

export interface Command {
  /** As it is registered with Discord. */
  data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** What did not happen when it breaks. */
  undone: string;
  run(interaction: ChatInputCommandInteraction, desk: Desk): Promise<void>;
  /** What is offered while an option is being typed. Nobody has to choose from it. */
  suggest?(interaction: AutocompleteInteraction, desk: Desk): Promise<APIApplicationCommandOptionChoice<string>[]>;
}
