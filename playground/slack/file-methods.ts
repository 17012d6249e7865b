import type { BotMethod } from './bot-method.ts';
import { type Fields, objectsIn, stringOf } from './fields.ts';
import type { PostedFile } from './people.ts';
import { channelFor, post } from './posts.ts';
import { missing, Refusal } from './refusal.ts';

/** A file Slack knows of: announced, then uploaded, then completed and perhaps shared. */
export interface PendingFile {
  id: string;
  name: string;
  size: number;
  content?: Uint8Array;
}

export interface FileDesk {
  methods: Record<string, BotMethod>;
  /** Takes the bytes sent to an upload address; false where it is unknown or the size is not what was announced. */
  receive(fileId: string, secret: string, content: Uint8Array): boolean;
}

function fileOutput(file: PostedFile, botUserId: string): Fields {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.size,
    user: botUserId,
    channels: file.channels.filter((id) => id.startsWith('C')),
    ims: file.channels.filter((id) => id.startsWith('D')),
  };
}

export function createFileDesk(): FileDesk {
  const pending = new Map<string, PendingFile & { secret: string }>();
  return {
    receive(fileId, secret, content) {
      const file = pending.get(fileId);
      if (!file || file.secret !== secret || content.byteLength !== file.size) return false;
      file.content = content;
      return true;
    },

    methods: {
      'files.getUploadURLExternal': {
        scopes: ['files:write'],
        tier: 4,
        run({ world, args }) {
          const name = stringOf(args.filename);
          const size = Number(args.length);
          if (!name) throw missing('filename');
          if (!Number.isInteger(size) || size < 1) throw missing('length');
          const id = world.ids.next('F');
          const secret = world.ids.hex(32);
          pending.set(id, { id, name, size, secret });
          return { upload_url: `${world.origin}/upload/v1/${id}/${secret}`, file_id: id };
        },
      },

      'files.completeUploadExternal': {
        scopes: ['files:write'],
        tier: 4,
        run({ world, installation, args }) {
          const wanted = objectsIn(args.files);
          if (wanted.length === 0) throw missing('files');
          // Only a conversation's id will do here: a person's id is not found.
          const channel = args.channel_id ? channelFor(world, installation, { channel: args.channel_id }) : undefined;
          if (channel && !channel.members.includes(installation.botUserId)) throw new Refusal('not_in_channel');
          const files = wanted.map((entry): PostedFile => {
            const file = pending.get(String(entry.id));
            if (!file?.content) throw new Refusal('file_not_found');
            return {
              id: file.id,
              name: file.name,
              title: stringOf(entry.title) ?? file.name,
              size: file.size,
              content: file.content,
              channels: channel ? [channel.id] : [],
            };
          });
          for (const file of files) {
            pending.delete(file.id);
            world.files.set(file.id, file);
          }
          if (channel) {
            const content = { text: stringOf(args.initial_comment) ?? '', blocks: [], attachments: [] };
            const threadTs = stringOf(args.thread_ts);
            post(world, installation, channel, content, {
              fileIds: files.map(({ id }) => id),
              ...(threadTs ? { threadTs } : {}),
            });
          }
          return { files: files.map((file) => fileOutput(file, installation.botUserId)) };
        },
      },
    },
  };
}
