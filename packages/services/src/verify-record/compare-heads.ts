import type { Remark } from '@counterfoil/audit'
import type pg from 'pg'
import type { LogRange } from '../audit/log-range.ts'
import type { LoggedHeads } from './logged-heads.ts'
import type { RecordFindings } from './record-findings.ts'

/** Entries that were not read, which may tell of batches recorded before then. */
export interface Unread extends LogRange {
  readonly until: Date | 'infinity'
}

interface ComparedHead {
  readonly agent: number
  readonly epoch: number
  readonly first: number
  readonly idx: number | null
  readonly loggedLast: number | null
  readonly last: number | null
  readonly sameHead: boolean
  readonly recordedAtMs: number | null
  /** The log tells of a later batch of this stream, and of none before this one. */
  readonly beforeLog: boolean
  /** The log tells of no batch of this stream. */
  readonly unknownToLog: boolean
  /** Entries that were not read lie between those that tell of the batches before and behind it. */
  readonly unread: boolean
}

export interface ComparedHeads {
  /** Of the log, under the checkpoint. */
  readonly covered: number
  readonly remarks: readonly Remark[]
}

const ROWS_A_PAGE = 1_000

/** Holds the journal's batches against the heads in the log: each must be there, with the same numbers and the same head. */
export async function compareHeads(
  client: pg.ClientBase,
  heads: LoggedHeads,
  unread: readonly Unread[],
  findings: RecordFindings,
): Promise<ComparedHeads> {
  let [early, unseen] = [0, 0]
  await client.query(
    `declare compared_heads no scroll cursor for
     select coalesce(l.agent_id, b.agent_id) as agent, coalesce(l.epoch, b.epoch) as epoch,
       coalesce(l.first_seq, b.first_seq)::float8 as first, l.idx::float8 as idx, l.last_seq::float8 as "loggedLast",
       b.last_seq::float8 as last, coalesce(l.head = b.head, false) as "sameHead",
       (extract(epoch from b.recorded_at) * 1000)::float8 as "recordedAtMs",
       exists (select from logged_head x where x.agent_id = b.agent_id and x.epoch = b.epoch and x.first_seq > b.last_seq)
         and not exists (select from logged_head x where x.agent_id = b.agent_id and x.epoch = b.epoch and x.first_seq < b.first_seq) as "beforeLog",
       not exists (select from logged_head x where x.agent_id = b.agent_id and x.epoch = b.epoch) as "unknownToLog",
       exists (select from unnest($1::int8[], $2::int8[], $3::timestamptz[]) u ("from", "to", until) where b.recorded_at < u.until
         and u."to" > coalesce((select max(x.idx) from logged_head x
           where x.agent_id = b.agent_id and x.epoch = b.epoch and x.first_seq < b.first_seq), -1)
         and u."from" < coalesce((select min(x.idx) from logged_head x
           where x.agent_id = b.agent_id and x.epoch = b.epoch and x.first_seq > b.last_seq), u."to")) as unread
     from logged_head l full join agent_batch b on b.agent_id = l.agent_id and b.epoch = l.epoch and b.first_seq = l.first_seq
     where l.agent_id is null or b.agent_id is null or l.last_seq <> b.last_seq or l.head <> b.head
     order by 1, 2, 3`,
    [unread.map(({ from }) => from), unread.map(({ to }) => to), unread.map(({ until }) => until)],
  )
  for (;;) {
    const { rows } = await client.query<ComparedHead>(`fetch ${ROWS_A_PAGE} from compared_heads`)
    for (const row of rows) {
      // Its head is bound into the first one the log tells: the chain is looked at event by event.
      const wasBefore = row.unknownToLog ? (row.recordedAtMs ?? 0) < (heads.firstAtMs ?? Number.POSITIVE_INFINITY) : row.beforeLog
      if (row.loggedLast === null && row.unread) unseen += 1
      else if (row.loggedLast === null && wasBefore) early += 1
      else judge(row, findings)
    }
    if (rows.length < ROWS_A_PAGE) break
  }
  await client.query('close compared_heads')
  const { rows } = await client.query<{ covered: number; waiting: number }>(
    'select count(idx)::float8 as covered, (count(*) - count(idx))::float8 as waiting from logged_head',
  )
  const { covered = 0, waiting = 0 } = rows[0] ?? {}
  const remarks: Remark[] = []
  if (waiting > 0)
    remarks.push({
      kind: 'not_included',
      text: `${waiting} batches of agents wait for a checkpoint; only their chain was checked.`,
    })
  if (unseen > 0)
    remarks.push({
      kind: 'not_included',
      text: `${unseen} batches of agents are told, if at all, by entries that were not looked into; their chain and signatures were checked, and the first later head that was read.`,
    })
  if (early > 0)
    remarks.push({
      kind: 'not_included',
      text: `${early} batches of agents are from before the log told of them; only their chain and signatures were checked.`,
    })
  return { covered, remarks }
}

function judge({ agent, epoch, first, idx, loggedLast, last, sameHead }: ComparedHead, findings: RecordFindings): void {
  const stream = `of agent ${agent}, epoch ${epoch}`
  const told = idx === null ? 'An entry that waits for its checkpoint' : `Entry ${idx} of the log`
  const of = { agent, epoch, ...(idx !== null && { index: idx }) }
  if (loggedLast === null)
    findings.add({
      kind: 'changed',
      ...of,
      events: [first, last ?? first],
      text: `The batch of events ${first} to ${last} ${stream} was put in: the log tells of no such batch.`,
    })
  else if (last === null)
    findings.add({
      kind: 'missing',
      ...of,
      events: [first, loggedLast],
      text: `${told} records the batch of events ${first} to ${loggedLast} ${stream}; the database has no such batch.`,
    })
  else
    findings.add({
      kind: 'changed',
      ...of,
      events: [first, Math.max(last, loggedLast)],
      text: sameHead
        ? `The batch ${stream} that begins with event ${first} ends with event ${last}; ${told} says ${loggedLast}.`
        : `The batch of events ${first} to ${last} ${stream} has another head than the one in the log (${told}).`,
    })
}
