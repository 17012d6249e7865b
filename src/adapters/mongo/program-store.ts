import { trusted } from 'mongoose';
import type { CommunityId, ProgramId } from '#core/ids.ts';
import { liveStatuses } from '#core/meetings/meeting.ts';
import type { Community, Program } from '#core/programs/program.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import type { Collections, CommunityDocument } from './collections.ts';
import { guarded, violatedIndex } from './storage-error.ts';

export function createMongoProgramStore({
  programs,
  communities,
  meetings,
}: Pick<Collections, 'programs' | 'communities' | 'meetings'>): ProgramStore {
  async function readProgram(id: ProgramId): Promise<Program | null> {
    const [doc, members] = await Promise.all([
      programs.findOne({ _id: id }).lean(),
      communities.find({ programId: id }).sort({ seenAt: 1, _id: 1 }).lean(),
    ]);
    if (!doc) return null;
    const { settings, organizerIds, contactIds, revision } = doc;
    return { id, communities: members.map(toCommunity), settings, organizerIds, contactIds, revision };
  }

  async function ofCommunity(id: CommunityId): Promise<Program | null> {
    const community = await communities.findOne({ _id: id }).lean();
    return community ? readProgram(community.programId) : null;
  }

  function existing(program: Program | null, id: CommunityId | ProgramId): Program {
    if (!program) throw new Error(`There is no programme for ${id}`);
    return program;
  }

  async function hasLiveMeetings(programId: ProgramId): Promise<boolean> {
    const live = await meetings.findOne({ programId, status: trusted({ $in: [...liveStatuses] }) }, { _id: 1 }).lean();
    return live !== null;
  }

  /** False when the community is in another programme by now. */
  async function move(id: CommunityId, from: ProgramId, to: ProgramId): Promise<boolean> {
    return (await communities.updateOne({ _id: id, programId: from }, { $set: { programId: to } })).matchedCount === 1;
  }

  return {
    ensureCommunity: ({ id, ...community }, settings) =>
      guarded(async () => {
        const stored = await communities.findOne({ _id: id }).lean();
        if (stored?.name !== community.name) {
          if (!stored) {
            // The programme first: one without communities hurts nobody, should we die in between, and the next arrival finds it.
            const programId = id as string as ProgramId;
            const beginning = { settings, organizerIds: [], contactIds: [], revision: 1 };
            await ignoringDuplicates(
              programs.updateOne({ _id: programId }, { $setOnInsert: beginning }, { upsert: true }),
            );
          }
          const { name, ...others } = community;
          const first = {
            ...others,
            programId: id as string as ProgramId,
            announcementChannelId: null,
            seenAt: new Date(Date.now()),
          };
          await ignoringDuplicates(
            communities.updateOne({ _id: id }, { $set: { name }, $setOnInsert: first }, { upsert: true }),
          );
        }
        return existing(await ofCommunity(id), id);
      }),

    get: (id) => guarded(() => readProgram(id)),

    ofCommunity: (id) => guarded(() => ofCommunity(id)),

    communities: () => guarded(async () => (await communities.find().sort({ _id: 1 }).lean()).map(toCommunity)),

    update: ({ id, settings, organizerIds, contactIds, revision }) =>
      guarded(async () => {
        const { matchedCount } = await programs.updateOne(
          { _id: id, revision },
          { $set: { settings, organizerIds, contactIds }, $inc: { revision: 1 } },
        );
        return matchedCount === 1;
      }),

    setAnnouncementChannel: (id, channelId) =>
      guarded(async () => {
        await communities.updateOne({ _id: id }, { $set: { announcementChannelId: channelId } });
      }),

    moveCommunity: (id, to) =>
      guarded(async () => {
        const { id: from } = existing(await ofCommunity(id), id);
        if (from === to) return { ok: true };
        existing(await readProgram(to), to);
        if (await hasLiveMeetings(from)) return { ok: false, reason: 'live-meetings' };
        await move(id, from, to);
        // Looked for again behind the write: whoever booked while the community was leaving keeps their programme.
        if (!(await hasLiveMeetings(from))) return { ok: true };
        await move(id, to, from);
        return { ok: false, reason: 'live-meetings' };
      }),
  };
}

/** Two upserts of one id may both try to insert; the one that loses has what it wanted. */
async function ignoringDuplicates(write: PromiseLike<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (violatedIndex(error) === null) throw error;
  }
}

function toCommunity({ _id, seenAt: _, ...community }: CommunityDocument): Community {
  return { id: _id, ...community };
}
