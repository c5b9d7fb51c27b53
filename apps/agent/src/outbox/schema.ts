import type { DatabaseSync } from 'node:sqlite'

/** Forward-only steps; the file's `user_version` says how many have been taken. */
const MIGRATIONS: readonly string[] = [
  `
  -- One row per epoch: the last number given out and the chain head after it; what of its beginning was pruned.
  CREATE TABLE stream (
    epoch INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL,
    head TEXT NOT NULL,
    pruned_seq INTEGER NOT NULL,
    pruned_head TEXT NOT NULL
  ) STRICT;
  CREATE TABLE event (
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    terminal TEXT,
    payment TEXT,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (epoch, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_payment ON event (payment) WHERE payment IS NOT NULL;
  -- One row per acknowledgement: events stay untouched, and pruning knows since when the hub has them.
  CREATE TABLE delivered (
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    head TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (epoch, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    terminal TEXT NOT NULL,
    till TEXT,
    opened_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    final INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX payment_open ON payment (terminal) WHERE final = 0;
  CREATE TABLE till_request (
    till TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    payment TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (till, idempotency_key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE terminal (
    key TEXT PRIMARY KEY,
    last_receipt TEXT,
    condition TEXT,
    reason TEXT,
    words TEXT,
    since_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  -- Single values, such as how the connection to the hub is, for people who ask a running agent's file.
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Ages are measured by the outbox's own running time, not by a wall clock; what is there begins to age now.
  ALTER TABLE delivered RENAME COLUMN at_ms TO age_ms;
  UPDATE delivered SET age_ms = 0;
  ALTER TABLE till_request RENAME COLUMN at_ms TO age_ms;
  UPDATE till_request SET age_ms = 0;
  `,
  `
  -- Events that were not kept and whose gap entry is not written yet; the newest status of each terminal waits for room.
  CREATE TABLE given_up (
    class TEXT NOT NULL,
    why TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    PRIMARY KEY (class, why)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE held_status (
    terminal TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (terminal, kind)
  ) STRICT, WITHOUT ROWID;
  -- Alerts that are raised.
  CREATE TABLE alert (
    code TEXT PRIMARY KEY,
    since_ms INTEGER NOT NULL,
    detail TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Rows found damaged, as they were: evidence, and what the chain was before it was mended.
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER,
    kind TEXT,
    body TEXT,
    hash TEXT,
    delivered INTEGER NOT NULL,
    age_ms INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What was seen of a hub's log: which log, its trees (a thinning choice), losses that were declared, and what was refused.
  CREATE TABLE witness_log (
    hub TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    log_key TEXT NOT NULL,
    since_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE witness_seen (
    id INTEGER PRIMARY KEY,
    hub TEXT NOT NULL,
    size INTEGER NOT NULL,
    root TEXT NOT NULL,
    note TEXT NOT NULL,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE witness_restoration (
    id INTEGER PRIMARY KEY,
    hub TEXT NOT NULL,
    from_size INTEGER NOT NULL,
    to_size INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    leaf TEXT NOT NULL,
    entry TEXT NOT NULL,
    lost TEXT NOT NULL,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE witness_refused (
    id INTEGER PRIMARY KEY,
    hub TEXT NOT NULL,
    cause TEXT NOT NULL,
    why TEXT NOT NULL,
    ours TEXT NOT NULL,
    theirs TEXT NOT NULL,
    newest TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    settled INTEGER NOT NULL
  ) STRICT;
  `,
]

/** Throws unless the file has this program's layout: for those who may look only. */
export function checkLayout(db: DatabaseSync): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (version === MIGRATIONS.length) return
  throw new Error(
    version < MIGRATIONS.length
      ? `it was written by an older agent (layout ${version}, this one knows ${MIGRATIONS.length}); start the agent once to bring it up to date`
      : `it was written by a newer agent (layout ${version}, this one knows ${MIGRATIONS.length}); use that agent's own command`,
  )
}

/** Brings an outbox file to this program's layout; throws when a newer program wrote it. */
export function migrateOutbox(db: DatabaseSync): void {
  const row = db.prepare('PRAGMA user_version').get()
  const version = Number(row?.user_version ?? 0)
  if (version > MIGRATIONS.length) {
    throw new Error(
      `it was written by a newer agent (layout ${version}, this one knows ${MIGRATIONS.length}); install that agent again, nothing was changed`,
    )
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue
    db.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
