import type { CommunityId, ProgramId } from '#core/ids.ts';
import type { Community, Program, ProgramSettings } from './program.ts';

/** Programmes and the communities in them. Every method needs one atomic write to one document. */
export interface ProgramStore {
  /**
   * Makes the community known, in a programme of its own (whose id is the community's) when it is new, with these settings; keeps its name up to date.
   * Answers with the programme the community is in now.
   */
  ensureCommunity(
    community: Omit<Community, 'programId' | 'announcementChannelId'>,
    settings: ProgramSettings,
  ): Promise<Program>;
  get(id: ProgramId): Promise<Program | null>;
  /** The programme a community is in. */
  ofCommunity(id: CommunityId): Promise<Program | null>;
  communities(): Promise<Community[]>;
  /** Replaces settings, organisers and contacts, and raises the revision, if the stored one is still `program.revision`; false when somebody wrote in between. */
  update(program: Program): Promise<boolean>;
  setAnnouncementChannel(id: CommunityId, channelId: string | null): Promise<void>;
  /** Moves a community into another programme; refused while the programme it leaves has live meetings. */
  moveCommunity(id: CommunityId, to: ProgramId): Promise<{ ok: true } | { ok: false; reason: 'live-meetings' }>;
}
