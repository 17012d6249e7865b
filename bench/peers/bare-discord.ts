/** A discord.js bot with one command, which it answers: TOKEN and API in the environment. */
import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { version: '10', api: process.env.API ?? '' },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand())
    await interaction.reply({ content: 'This is the answer.', flags: MessageFlags.Ephemeral });
});
client.once(Events.ClientReady, async ({ application }) => {
  await application.commands.set([{ name: 'bare', description: 'Answers.' }]);
  process.stdout.write('ready\n');
});
await client.login(process.env.TOKEN);
