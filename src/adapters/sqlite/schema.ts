/**
 * The tables, as steps from one version of the schema to the next. A step that was released is never edited; a change is a new step.
 * `PRAGMA user_version` in the file says how many steps it has had.
 *
 * Instants are milliseconds, as in the core. What is searched for has a column; the rest of a thing is one JSON document beside it.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meetings (
    id           TEXT PRIMARY KEY,
    program_id   TEXT NOT NULL,
    live         INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    document     TEXT NOT NULL
  ) STRICT;
  CREATE INDEX meetings_live ON meetings (program_id) WHERE live = 1;

  -- Two rows for each meeting: who is in it, and when. Without a rowid the primary key is the table, so that a search for an overlap
  -- and a page of somebody's meetings are each one range of it. The longest duration (120 min) is what bounds the search for an overlap.
  CREATE TABLE attendances (
    person_id    TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    meeting_id   TEXT NOT NULL REFERENCES meetings (id),
    side         TEXT NOT NULL,
    ends_at      INTEGER NOT NULL CHECK (ends_at > scheduled_at AND ends_at - scheduled_at <= 7200000),
    status       TEXT NOT NULL,
    live         INTEGER NOT NULL,
    PRIMARY KEY (person_id, scheduled_at, meeting_id, side)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attendances_of_meeting ON attendances (meeting_id);

  -- seq: the order of writing. ready_at: when it may be claimed (due time, then retry time, then end of the lease); null once it is settled.
  CREATE TABLE effects (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    meeting_id   TEXT REFERENCES meetings (id),
    sort         TEXT NOT NULL,
    lane         TEXT NOT NULL,
    due_at       INTEGER NOT NULL,
    ready_at     INTEGER,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'done', 'dropped', 'failed')),
    token        TEXT,
    attempt      INTEGER NOT NULL DEFAULT 0,
    unanswered   INTEGER NOT NULL DEFAULT 0,
    reason       TEXT,
    settled_at   INTEGER,
    document     TEXT NOT NULL
  ) STRICT;
  CREATE INDEX effects_ready ON effects (ready_at) WHERE ready_at IS NOT NULL;
  CREATE INDEX effects_due ON effects (due_at, seq, ready_at) WHERE ready_at IS NOT NULL;
  CREATE INDEX effects_lane ON effects (lane, due_at, seq, sort, state, ready_at) WHERE ready_at IS NOT NULL;
  CREATE INDEX effects_failed ON effects (settled_at) WHERE state = 'failed';

  CREATE TABLE places (
    meeting_id   TEXT NOT NULL REFERENCES meetings (id),
    key          TEXT NOT NULL,
    document     TEXT NOT NULL,
    PRIMARY KEY (meeting_id, key)
  ) STRICT, WITHOUT ROWID;

  -- merged_into always names the person at the end of the chain, so that one look is enough.
  CREATE TABLE people (
    id           TEXT PRIMARY KEY,
    merged_into  TEXT REFERENCES people (id),
    zone         TEXT,
    zone_said    INTEGER NOT NULL DEFAULT 0,
    mentor       TEXT,
    updated_at   INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;

  CREATE TABLE accounts (
    key          TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES people (id),
    position     INTEGER NOT NULL,
    platform     TEXT NOT NULL,
    user_id      TEXT NOT NULL,
    workspace_id TEXT,
    name         TEXT NOT NULL,
    room_id      TEXT
  ) STRICT;
  CREATE UNIQUE INDEX accounts_of_person ON accounts (person_id, position);

  CREATE TABLE account_communities (
    account_key  TEXT NOT NULL REFERENCES accounts (key),
    community_id TEXT NOT NULL,
    PRIMARY KEY (account_key, community_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX account_communities_seen ON account_communities (community_id, account_key);

  CREATE TABLE programs (
    id           TEXT PRIMARY KEY,
    settings     TEXT NOT NULL,
    organizers   TEXT NOT NULL,
    contacts     TEXT NOT NULL,
    revision     INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE communities (
    id           TEXT PRIMARY KEY,
    program_id   TEXT NOT NULL REFERENCES programs (id),
    platform     TEXT NOT NULL,
    external_id  TEXT NOT NULL,
    name         TEXT NOT NULL,
    channel_id   TEXT
  ) STRICT;
  CREATE INDEX communities_of_program ON communities (program_id);

  CREATE TABLE scratch (
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    data         TEXT NOT NULL,
    expires_at   INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE INDEX scratch_expiry ON scratch (expires_at);

  -- Agenda's jobs: a column for what its queue asks for, the document for the other fields of a job.
  CREATE TABLE jobs (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    type         TEXT NOT NULL,
    priority     INTEGER NOT NULL,
    disabled     INTEGER NOT NULL,
    next_run_at  INTEGER,
    locked_at    INTEGER,
    last_run_at  INTEGER,
    last_finished_at INTEGER,
    modified_by  TEXT,
    data         TEXT,
    document     TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX jobs_single ON jobs (name) WHERE type = 'single';
  CREATE INDEX jobs_due ON jobs (name, next_run_at, priority DESC) WHERE locked_at IS NULL AND disabled = 0;
  CREATE INDEX jobs_locked ON jobs (name, locked_at) WHERE locked_at IS NOT NULL;
  `,
  `
  -- Found by its id (the fingerprint of a secret) at every request, which is why the primary key is the table; listed for one person, latest first;
  -- and pruned by its end. What ends only when it is revoked is in no index that is searched for ends.
  CREATE TABLE credentials (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    used_at      INTEGER,
    expires_at   INTEGER,
    document     TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX credentials_of_person ON credentials (person_id, kind, created_at DESC);
  CREATE INDEX credentials_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;
  `,
  `
  -- How people sign in with Google, and the calendars that mentors lend.
  CREATE TABLE google_accounts (
    sub          TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES people (id),
    has_calendar INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    document     TEXT NOT NULL
  ) STRICT;
  CREATE INDEX google_accounts_of_person ON google_accounts (person_id);
  CREATE INDEX google_accounts_with_calendar ON google_accounts (sub) WHERE has_calendar = 1;
  `,
  `
  -- The meetings of a programme in the order they end: its overview and its list.
  CREATE INDEX meetings_of_program ON meetings (program_id, ends_at, id);
  `,
  `
  -- When changes in a calendar are to be read next, null where it is lost; and the channel through which Google tells of them.
  ALTER TABLE google_accounts ADD COLUMN look_at INTEGER;
  ALTER TABLE google_accounts ADD COLUMN channel_id TEXT;
  UPDATE google_accounts
    SET document = json_set(document, '$.calendar.lookAt', 0, '$.calendar.channel', NULL),
        look_at = CASE json_extract(document, '$.calendar.state') WHEN 'ok' THEN 0 END
    WHERE has_calendar = 1;
  CREATE INDEX google_accounts_due ON google_accounts (look_at) WHERE look_at IS NOT NULL;
  CREATE INDEX google_accounts_of_channel ON google_accounts (channel_id) WHERE channel_id IS NOT NULL;
  `,
  `
  -- Mentors may have exceptions to their weekly hours; those who are stored have none yet.
  UPDATE people SET mentor = json_insert(mentor, '$.exceptions', json('[]')) WHERE mentor IS NOT NULL;
  `,
  `
  -- From when on the settled effects and the places of a meeting that is over may be forgotten; null where there are none, or it is not over. So the
  -- sweep looks at what has come of age, and not at everything that is kept.
  ALTER TABLE meetings ADD COLUMN prune_at INTEGER;
  UPDATE meetings SET prune_at = ends_at
    WHERE live = 0 AND id IN (SELECT meeting_id FROM effects UNION ALL SELECT meeting_id FROM places);
  CREATE INDEX meetings_prunable ON meetings (prune_at) WHERE prune_at IS NOT NULL;
  CREATE INDEX effects_alone ON effects (settled_at) WHERE meeting_id IS NULL AND settled_at IS NOT NULL;
  `,
  `
  -- Rises with every write of a mentor's profile, so that a page that shows an older one does not write over it.
  ALTER TABLE people ADD COLUMN mentor_revision INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What is under way in a lane, and the notices of a lane in their order: claiming and settling one changes a few rows of the first, and nothing of
  -- the second until it is settled. One index of all that waits was written all over.
  DROP INDEX effects_lane;
  CREATE INDEX effects_claimed ON effects (lane, ready_at) WHERE state = 'claimed';
  CREATE INDEX effects_notices ON effects (lane, due_at, seq) WHERE sort = 'notice' AND settled_at IS NULL;
  `,
];
