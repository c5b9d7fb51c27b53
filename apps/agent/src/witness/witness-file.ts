import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { MOST_OLDER_TREES } from '@counterfoil/protocol'
import type { RefusalCause, RefusedCheckpoint, WitnessedTree, WitnessStore } from './witnessed-log.ts'
import { REFUSAL_CAUSES } from './witnessed-log.ts'

/** The first refusals tell how it began, the newest how it stands. */
const FIRST_REFUSALS = 16
const NEWEST_REFUSALS = 16
const MOST_THEIRS_CHARS = 100_000

/** What an agent has seen of its hub's log, in the file of its outbox. `transact` is all or nothing, and durable when it returns. */
export function createWitnessFile(db: DatabaseSync, hub: string, transact: <T>(work: () => T) => T): WitnessStore {
  const selectLog = db.prepare('SELECT origin, log_key, since_ms FROM witness_log WHERE hub = ?')
  const insertLog = db.prepare(
    'INSERT INTO witness_log (hub, origin, log_key, since_ms) VALUES (?, ?, ?, ?) ON CONFLICT (hub) DO UPDATE SET log_key = excluded.log_key',
  )
  const selectSeen = db.prepare('SELECT size, root, note, at_ms FROM witness_seen WHERE hub = ? ORDER BY id DESC')
  const selectLast = db.prepare('SELECT size, root, note, at_ms FROM witness_seen WHERE hub = ? ORDER BY id DESC LIMIT 1')
  const insertSeen = db.prepare('INSERT INTO witness_seen (hub, size, root, note, at_ms) VALUES (?, ?, ?, ?, ?)')
  const renewSeen = db.prepare(
    'UPDATE witness_seen SET note = ?, at_ms = ? WHERE id = (SELECT max(id) FROM witness_seen WHERE hub = ?)',
  )
  // Of the newest sixteen all are kept, then every sixteenth, then of those every sixteenth …
  const thin = db.prepare(
    `DELETE FROM witness_seen WHERE id IN (
       SELECT id FROM witness_seen, (SELECT max(id) AS top FROM witness_seen)
        WHERE (id <= top - 16 AND id % 16 <> 0) OR (id <= top - 256 AND id % 256 <> 0) OR (id <= top - 4096 AND id % 4096 <> 0)
           OR (id <= top - 65536 AND id % 65536 <> 0))`,
  )
  const dropAbove = db.prepare('DELETE FROM witness_seen WHERE hub = ? AND size > ?')
  const selectRestorations = db.prepare('SELECT * FROM witness_restoration WHERE hub = ? ORDER BY id')
  const insertRestoration = db.prepare(
    'INSERT INTO witness_restoration (hub, from_size, to_size, idx, leaf, entry, lost, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const selectRefused = db.prepare('SELECT * FROM witness_refused WHERE hub = ? ORDER BY id')
  const countRefused = db.prepare(
    `UPDATE witness_refused SET count = count + 1, last_ms = ?, newest = ?, why = ?
      WHERE id = (SELECT max(id) FROM witness_refused WHERE hub = ?) AND settled = 0 AND cause = ? AND ours = ?`,
  )
  const insertRefused = db.prepare(
    'INSERT INTO witness_refused (hub, cause, why, ours, theirs, newest, first_ms, last_ms, count, settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0)',
  )
  const settleRefused = db.prepare('UPDATE witness_refused SET settled = 1 WHERE hub = ? AND settled = 0')
  const boundRefused = db.prepare(
    `DELETE FROM witness_refused WHERE id > (SELECT min(id) + ${FIRST_REFUSALS - 1} FROM witness_refused)
       AND id <= (SELECT max(id) - ${NEWEST_REFUSALS} FROM witness_refused)`,
  )

  function last() {
    const row = selectLast.get(hub)
    return row === undefined ? undefined : { ...treeOf(row), atMs: Number(row.at_ms) }
  }

  return {
    log() {
      const row = selectLog.get(hub)
      return row === undefined
        ? undefined
        : { origin: String(row.origin), logKey: String(row.log_key), sinceMs: Number(row.since_ms) }
    },
    last,
    older: () =>
      selectSeen
        .all(hub)
        .slice(1, MOST_OLDER_TREES + 1)
        .map(treeOf),
    restorations: () =>
      selectRestorations.all(hub).map((row) => ({
        from: BigInt(Number(row.from_size)),
        to: BigInt(Number(row.to_size)),
        index: BigInt(Number(row.idx)),
        leaf: String(row.leaf),
        entry: String(row.entry),
        lost: String(row.lost),
        atMs: Number(row.at_ms),
      })),
    refused: () => selectRefused.all(hub).map(refusedOf),
    advance: ({ before, log, next, restored, atMs }) =>
      transact(() => {
        const held = last()
        if ((held?.size ?? 0n) !== before) return false
        insertLog.run(hub, log.origin, log.logKey, atMs)
        if (restored !== undefined) {
          const { from, to, index, leaf, entry } = restored
          insertRestoration.run(hub, Number(from), Number(to), Number(index), leaf, entry, held?.note ?? '', atMs)
          dropAbove.run(hub, Number(from))
        }
        // An hour of silence is the same tree sixty times.
        if (held !== undefined && restored === undefined && held.size === next.size) renewSeen.run(next.note, atMs, hub)
        else insertSeen.run(hub, Number(next.size), next.root, next.note, atMs)
        thin.run()
        settleRefused.run(hub)
        return true
      }),
    keepRefused({ cause, why, ours, theirs }, atMs) {
      transact(() => {
        const kept = theirs.slice(0, MOST_THEIRS_CHARS)
        if (countRefused.run(atMs, kept, why, hub, cause, ours).changes !== 0) return
        insertRefused.run(hub, cause, why, ours, kept, kept, atMs, atMs)
        boundRefused.run()
      })
    },
  }
}

type Row = Record<string, SQLOutputValue>

function treeOf(row: Row): WitnessedTree {
  return { size: BigInt(Number(row.size)), root: String(row.root), note: String(row.note) }
}

function refusedOf(row: Row): RefusedCheckpoint {
  return {
    cause: REFUSAL_CAUSES.find((cause) => cause === row.cause) ?? ('malformed' satisfies RefusalCause),
    why: String(row.why),
    ours: String(row.ours),
    theirs: String(row.theirs),
    newest: String(row.newest),
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    count: Number(row.count),
    settled: row.settled === 1,
  }
}
