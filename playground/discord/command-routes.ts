import { refusal } from './api-error.ts';
import { checkCommand, checkNames } from './check-command.ts';
import { createForm } from './form.ts';
import { isObject, type JsonObject, numberAt, objectsOf, textAt } from './json.ts';
import type { Platform } from './platform.ts';
import { type AppRequest, param, type Route } from './router.ts';
import type { Application } from './world.ts';

type Command = JsonObject & { id: string; name: string };

/** A command as Discord stores it, whatever the app left out. */
const defaults = {
  name_localizations: null,
  description_localizations: null,
  description: '',
  options: [],
  default_member_permissions: null,
  dm_permission: true,
  contexts: null,
  integration_types: [0],
  nsfw: false,
};

/** Registration of commands: for every server, or for one. */
export function commandRoutes(platform: Platform): Route[] {
  return [
    ...routesAt(platform, '/applications/{application_id}/commands'),
    ...routesAt(platform, '/applications/{application_id}/guilds/{guild_id}/commands'),
  ];
}

function routesAt(platform: Platform, base: string): Route[] {
  const { world } = platform;

  const scopeOf = (request: AppRequest, application: Application): string | null => {
    if (param(request, 'application_id') !== application.id) throw refusal('missingAccess');
    const guildId = request.params.guild_id ?? null;
    if (guildId !== null && !world.guild(guildId).members.has(application.botUserId)) throw refusal('missingAccess');
    return guildId;
  };
  const inScope = (application: Application, guildId: string | null) =>
    [...application.commands.values()].filter((command) => (command.guild_id ?? null) === guildId);
  const commandOf = (request: AppRequest, application: Application): Command => {
    const guildId = scopeOf(request, application);
    const command = inScope(application, guildId).find((one) => one.id === param(request, 'command_id'));
    if (command === undefined) throw refusal('unknownCommand');
    return command;
  };
  const store = (
    application: Application,
    guildId: string | null,
    body: JsonObject,
    existing: Command | undefined,
  ): Command => {
    const command: Command = {
      ...defaults,
      // Only the whole answer of a read spells out every absent setting; null and absent mean the same to a client.
      ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
      id: existing?.id ?? world.newId(),
      name: textAt(body, 'name'),
      type: numberAt(body, 'type') ?? 1,
      application_id: application.id,
      version: world.newId(),
      ...(guildId === null ? {} : { guild_id: guildId }),
    };
    const permissions = command.default_member_permissions;
    if (permissions !== null) command.default_member_permissions = String(permissions);
    application.commands.set(command.id, command);
    return command;
  };
  const sameAs = (body: JsonObject) => (command: Command) =>
    command.name === body.name && command.type === (numberAt(body, 'type') ?? 1);

  return [
    {
      template: `GET ${base}`,
      handle: (request, application) => ({ status: 200, body: inScope(application, scopeOf(request, application)) }),
    },
    {
      template: `PUT ${base}`,
      handle(request, application) {
        const guildId = scopeOf(request, application);
        const bodies = objectsOf(request.json);
        const form = createForm();
        if (!Array.isArray(request.json))
          form.fail([], 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
        for (const [index, body] of bodies.entries()) checkCommand(form, body, [index]);
        checkNames(form, bodies);
        for (const [type, most] of [
          [1, 100],
          [2, 15],
          [3, 15],
        ] as const) {
          if (bodies.filter((body) => (numberAt(body, 'type') ?? 1) === type).length > most) {
            form.fail([], 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
          }
        }
        form.refuseIfWrong();
        const before = inScope(application, guildId);
        for (const command of before) application.commands.delete(command.id);
        const after = bodies.map((body) => store(application, guildId, body, before.find(sameAs(body))));
        world.changed();
        return { status: 200, body: after };
      },
    },
    {
      template: `POST ${base}`,
      handle(request, application) {
        const guildId = scopeOf(request, application);
        const form = createForm();
        checkCommand(form, request.body, []);
        form.refuseIfWrong();
        const existing = inScope(application, guildId).find(sameAs(request.body));
        const command = store(application, guildId, request.body, existing);
        world.changed();
        return { status: existing === undefined ? 201 : 200, body: command };
      },
    },
    {
      template: `GET ${base}/{command_id}`,
      handle: (request, application) => ({ status: 200, body: commandOf(request, application) }),
    },
    {
      template: `PATCH ${base}/{command_id}`,
      handle(request, application) {
        const command = commandOf(request, application);
        const merged = { ...command, ...(isObject(request.body) ? request.body : {}) };
        const form = createForm();
        checkCommand(form, merged, []);
        form.refuseIfWrong();
        const stored = store(application, scopeOf(request, application), merged, command);
        world.changed();
        return { status: 200, body: stored };
      },
    },
    {
      template: `DELETE ${base}/{command_id}`,
      handle(request, application) {
        application.commands.delete(commandOf(request, application).id);
        world.changed();
        return { status: 204 };
      },
    },
  ];
}
