import type { JsonObject } from './json.ts';
import type { Attachment } from './message.ts';
import { channelWire, partialMemberWire, roleWire, userWire } from './wire.ts';
import type { Channel, World } from './world.ts';

/** Collects the `resolved` part of an interaction: what the ids in it stand for. */
export interface Resolved {
  user(id: string): void;
  role(id: string): void;
  channel(id: string): void;
  attachment(attachment: Attachment, url: string): void;
  /** Undefined where nothing was collected: Discord then leaves the field out. */
  wire(): JsonObject | undefined;
}

export function createResolved(world: World, where: Channel, readerId: string, botUserId: string): Resolved {
  const found: Record<string, JsonObject> = {};
  const put = (kind: string, id: string, value: JsonObject) => {
    const known = found[kind] ?? {};
    known[id] = value;
    found[kind] = known;
  };
  const guild = where.guildId === null ? undefined : world.guild(where.guildId);

  return {
    user(id) {
      put('users', id, userWire(world.user(id)));
      const member = guild?.members.get(id);
      // Without user, deaf and mute, and with what the member may do where the interaction is.
      if (member !== undefined)
        put('members', id, { ...partialMemberWire(member), permissions: world.permissionsIn(where, id).toString() });
    },
    role(id) {
      const role = guild?.roles.get(id);
      if (role === undefined) throw new Error(`There is no role ${id} in this server.`);
      put('roles', id, roleWire(role, [...(guild?.roles.keys() ?? [])].indexOf(id)));
    },
    channel(id) {
      const channel = world.channel(id);
      if (channel.guildId !== where.guildId) throw new Error(`Channel ${channel.name} is not in this server.`);
      const { permission_overwrites: _overwrites, recipients: _recipients, ...wire } = channelWire(world, channel);
      put('channels', id, {
        ...wire,
        permissions: world.permissionsIn(channel, readerId).toString(),
        app_permissions: world.permissionsIn(channel, botUserId).toString(),
      });
    },
    attachment(attachment, url) {
      put('attachments', attachment.id, {
        id: attachment.id,
        filename: attachment.filename,
        size: attachment.bytes.length,
        content_type: attachment.contentType,
        url,
        proxy_url: url,
        ephemeral: true,
      });
    },
    wire: () => (Object.keys(found).length === 0 ? undefined : found),
  };
}
