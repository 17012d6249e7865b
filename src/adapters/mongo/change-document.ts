import { Schema } from 'mongoose';
import type { Change } from '#core/changes/change-feed.ts';

export interface ChangeDocument {
  _id: string;
  /** Which feed wrote it: that one has told of it already. */
  by: string;
  change: Change;
  /** By the server's clock. */
  at: Date;
}

/** Seconds. The server tidies up once a minute, so a change is gone after one to two of them; whoever was away for longer looks at everything anew. */
const kept = 60;

export const changeSchema = new Schema<ChangeDocument>(
  { _id: String, by: String, change: Schema.Types.Mixed, at: Date },
  { strict: 'throw', minimize: false, versionKey: false, collection: 'changes' },
);
// What is newer than a moment, and what is old. The server may delete by its own clock here, since the moments are its own too.
changeSchema.index({ at: 1 }, { name: 'recent', expireAfterSeconds: kept });
