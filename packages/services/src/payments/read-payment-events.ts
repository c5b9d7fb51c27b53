import { paymentIdDate } from '../ingest/payment-id-time.ts'
import { epochMs, type ReadRows } from '../read-rows.ts'
import { showEvent } from './hide-first-six.ts'
import type { PaymentEventRecord } from './payment-detail.ts'

const TEXT_LIMIT = 16_000
const EVENT_LIMIT = 500

interface EventRow {
  readonly agent_id: number
  readonly epoch: number
  readonly seq: number
  readonly kind: string
  readonly at: number
  readonly recorded: number
  readonly hash: string
  readonly cut: boolean
  readonly body: Uint8Array
  readonly first_seq: number | null
  readonly last_seq: number | null
  readonly signature: string | null
  readonly committed: number | null
}

/** Events of one payment in the order its agent wrote them, each with the signed batch that brought it. */
export async function readPaymentEvents(rows: ReadRows, paymentId: string): Promise<PaymentEventRecord[]> {
  const found = await rows<EventRow>(
    `select e.agent_id, e.epoch, e.seq::float8 as seq, e.kind, ${epochMs('e.at')} as at, ${epochMs('e.recorded_at')} as recorded,
       encode(e.hash, 'hex') as hash, e.cut, e.body, b.first_seq::float8 as first_seq, b.last_seq::float8 as last_seq,
       encode(b.signature, 'base64') as signature, ${epochMs('b.recorded_at')} as committed
     from event e
     left join lateral (
       select * from agent_batch b
       where b.agent_id = e.agent_id and b.epoch = e.epoch and b.first_seq <= e.seq
       order by b.first_seq desc limit 1
     ) b on b.last_seq >= e.seq
     where e.payment_id = $1::uuid
     order by e.epoch, e.seq limit ${EVENT_LIMIT}`,
    paymentId,
  )
  return found.map(toRecord)
}

/** Months in which events of it may have been recorded and that are in files alone. */
export async function readPaymentAwayMonths(rows: ReadRows, paymentId: string): Promise<string[]> {
  const found = await rows<{ month: string }>(
    `select a.month from event_archive a join payment p on p.id = $1::uuid and p.opened_on = $2::date
     where a.away_at is not null and a.month between to_char(p.recorded_at at time zone 'UTC', 'YYYY-MM') and to_char(p.updated_at at time zone 'UTC', 'YYYY-MM')
     order by a.month`,
    paymentId,
    paymentIdDate(paymentId),
  )
  return found.map(({ month }) => month)
}

function toRecord(row: EventRow): PaymentEventRecord {
  const { event, text } = showEvent(new TextDecoder().decode(row.body))
  return {
    agentId: row.agent_id,
    epoch: row.epoch,
    seq: row.seq,
    kind: row.kind,
    atMs: row.at,
    recordedAtMs: row.recorded,
    hash: row.hash,
    cut: row.cut,
    event,
    text: text.slice(0, TEXT_LIMIT),
    delivery:
      row.first_seq === null || row.last_seq === null || row.signature === null || row.committed === null
        ? null
        : {
            firstSeq: row.first_seq,
            lastSeq: row.last_seq,
            signature: row.signature.replaceAll('\n', ''),
            committedAtMs: row.committed,
          },
  }
}
