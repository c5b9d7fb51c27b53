import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { isJson } from './mend-rows.ts'
import type { PaymentEntry, Recordable, StoredEvent, TerminalEntry, TillRequest } from './outbox.ts'

/** Row → value, for every column this file reads. */
const text = (value: SQLOutputValue | undefined): string => String(value ?? '')
const optionalText = (value: SQLOutputValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

type Row = Record<string, SQLOutputValue>

const entry = (row: Row): PaymentEntry => ({
  id: text(row.id),
  terminal: text(row.terminal),
  till: optionalText(row.till),
  openedAtMs: Number(row.opened_at_ms),
  updatedAtMs: Number(row.updated_at_ms),
  final: row.final === 1,
})

function field(event: object, name: string): string | undefined {
  const value: unknown = name in event ? (event as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : undefined
}

/** Receipt number of an approved payment: the terminal's newest record as far as we know. */
function receiptOf(event: Recordable): string | undefined {
  if (event.kind !== 'payment.finalised' || field(event, 'outcome') !== 'approved') return undefined
  const result: unknown = 'result' in event ? event.result : undefined
  return typeof result === 'object' && result !== null ? field(result, 'receipt') : undefined
}

/** What is looked up by payment, by till key and by terminal; `note` runs inside the transaction that writes the event. */
export function createPaymentIndex(db: DatabaseSync) {
  const insertPayment = db.prepare(
    'INSERT INTO payment (id, terminal, till, opened_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  )
  const touchPayment = db.prepare('UPDATE payment SET updated_at_ms = ?, final = max(final, ?) WHERE id = ?')
  const setReceipt = db.prepare(
    'INSERT INTO terminal (key, last_receipt) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET last_receipt = excluded.last_receipt',
  )
  const setCondition = db.prepare(
    `INSERT INTO terminal (key, condition, reason, words, since_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET condition = excluded.condition, reason = excluded.reason, words = excluded.words, since_ms = excluded.since_ms`,
  )
  const selectTerminals = db.prepare('SELECT * FROM terminal WHERE condition IS NOT NULL ORDER BY key')
  const insertRequest = db.prepare(
    'INSERT INTO till_request (till, idempotency_key, body_hash, payment, age_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const selectOpen = db.prepare('SELECT * FROM payment WHERE terminal = ? AND final = 0 ORDER BY opened_at_ms, id')
  const selectPayment = db.prepare('SELECT * FROM payment WHERE id = ?')
  const selectLatest = db.prepare('SELECT * FROM payment ORDER BY opened_at_ms DESC, id DESC LIMIT ?')
  const selectEvents = db.prepare('SELECT epoch, seq, at_ms, kind, body, hash FROM event WHERE payment = ? ORDER BY epoch, seq')
  const selectReceipt = db.prepare('SELECT last_receipt FROM terminal WHERE key = ?')
  const selectRequest = db.prepare('SELECT * FROM till_request WHERE till = ? AND idempotency_key = ?')

  /** The newest condition is worth knowing on this machine even where its event had to be held back. */
  function noteCondition(event: Recordable): void {
    if (event.kind !== 'terminal.condition' || event.terminal === undefined) return
    const [condition, reason, words] = ['condition', 'reason', 'text'].map((name) => field(event, name) ?? null)
    setCondition.run(event.terminal, condition ?? null, reason ?? null, words ?? null, event.at)
  }

  return {
    noteCondition,
    note(event: Recordable, request: TillRequest | undefined): void {
      if (event.terminal === undefined) return
      if (event.kind === 'payment.opened' && event.payment !== undefined) {
        insertPayment.run(event.payment, event.terminal, request?.till ?? null, event.at, event.at)
      } else if (event.payment !== undefined) {
        touchPayment.run(event.at, event.kind === 'payment.finalised' ? 1 : 0, event.payment)
      }
      noteCondition(event)
      const receipt = receiptOf(event)
      if (receipt !== undefined) setReceipt.run(event.terminal, receipt)
    },
    noteRequest(request: TillRequest, ageMs: number): void {
      insertRequest.run(request.till, request.idempotencyKey, request.bodyHash, request.payment, ageMs)
    },
    openPayments: (terminal: string): readonly PaymentEntry[] => selectOpen.all(terminal).map(entry),
    findPayment(id: string): PaymentEntry | undefined {
      const row = selectPayment.get(id)
      return row && entry(row)
    },
    listPayments: (limit: number): readonly PaymentEntry[] => selectLatest.all(limit).map(entry),
    eventsOfPayment: (id: string): readonly StoredEvent[] =>
      selectEvents
        .all(id)
        .filter(({ body }) => isJson(text(body)))
        .map((row) => ({
          epoch: Number(row.epoch),
          seq: Number(row.seq),
          atMs: Number(row.at_ms),
          kind: text(row.kind),
          body: text(row.body),
          hash: text(row.hash),
        })),
    listTerminals: (): readonly TerminalEntry[] =>
      selectTerminals.all().map((row) => ({
        terminal: text(row.key),
        condition: text(row.condition),
        reason: optionalText(row.reason),
        text: optionalText(row.words),
        sinceMs: Number(row.since_ms),
      })),
    lastReceipt: (terminal: string): string | undefined => optionalText(selectReceipt.get(terminal)?.last_receipt),
    findTillRequest(till: string, idempotencyKey: string): TillRequest | undefined {
      const row = selectRequest.get(till, idempotencyKey)
      return row && { till, idempotencyKey, bodyHash: text(row.body_hash), payment: text(row.payment) }
    },
  }
}
