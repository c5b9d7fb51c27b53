import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { MatchPayment } from '@counterfoil/settlement/funds'
import type { ChainReading, StorePayment } from '@counterfoil/settlement/generator'
import type pg from 'pg'
import { copyIn, copyOut, type Field } from './copy-rows.ts'

/** The columns of a payment that the matching asks for, as the product keeps them beside the payment; the sales day is its own. */
const COLUMNS = [
  ...[
    'id',
    'acquirer',
    'merchantAccount',
    'currency',
    'kind',
    'outcome',
    'amountMinor',
    'store',
    'terminal',
    'method',
    'salesDay',
  ],
  ...['happenedAtMs', 'acquirerReference', 'retrievalReference', 'ourReference', 'authorisationCode', 'traceNumber'],
  ...['receiptNumber', 'terminalBatch', 'last4', 'originalReference'],
] as const satisfies readonly (keyof MatchPayment)[]
const NUMBERS = new Set(['amountMinor', 'salesDay', 'happenedAtMs'])
const NAMES = COLUMNS.map((name) => `"${name}"`)
const TABLE = `create unlogged table bench_payment (${COLUMNS.map((name) => `"${name}" ${NUMBERS.has(name) ? 'int8' : 'text'}`).join(', ')})`

/** Puts what the tills recorded where a hub has it before any file arrives. */
export async function seedPayments(client: pg.ClientBase, path: string, { salesDayOf }: ChainReading): Promise<void> {
  await client.query(TABLE)
  const copy = await copyIn(client, `copy bench_payment (${NAMES.join(', ')}) from stdin`)
  let count = 0
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const payment = JSON.parse(line) as StorePayment
    const dated: MatchPayment = { ...payment, salesDay: salesDayOf(payment) }
    copy.row(COLUMNS.map((name): Field => dated[name]))
    if (++count % 50_000 === 0) await copy.drained()
  }
  await copy.end()
}

export async function loadPayments(client: pg.ClientBase): Promise<MatchPayment[]> {
  const payments: MatchPayment[] = []
  // Few different words stand in these columns: one string each is enough for a million rows.
  const words = new Map<string, string>()
  const word = (text: string): string => {
    const known = words.get(text)
    if (known === undefined) words.set(text, text)
    return known ?? text
  }
  const orNull = (text: string | undefined): string | null => (text === undefined || text === '\\N' ? null : text)
  let rest = ''
  await copyOut(client, `copy bench_payment (${NAMES.join(', ')}) to stdout`, (chunk) => {
    const text = rest + chunk.toString()
    const end = text.lastIndexOf('\n')
    rest = text.slice(end + 1)
    if (end < 0) return
    for (const line of text.slice(0, end).split('\n')) payments.push(readPayment(line.split('\t')))
  })
  return payments

  function readPayment(fields: readonly string[]): MatchPayment {
    const method = orNull(fields[9])
    const terminal = orNull(fields[8])
    return {
      id: fields[0] ?? '',
      acquirer: word(fields[1] ?? ''),
      merchantAccount: word(fields[2] ?? ''),
      currency: word(fields[3] ?? ''),
      kind: fields[4] === 'refund' ? 'refund' : 'sale',
      outcome: word(fields[5] ?? '') as MatchPayment['outcome'],
      amountMinor: Number(fields[6]),
      store: word(fields[7] ?? ''),
      terminal: terminal === null ? null : word(terminal),
      method: method === null ? null : word(method),
      salesDay: Number(fields[10]),
      happenedAtMs: Number(fields[11]),
      acquirerReference: orNull(fields[12]),
      retrievalReference: orNull(fields[13]),
      ourReference: orNull(fields[14]),
      authorisationCode: orNull(fields[15]),
      traceNumber: orNull(fields[16]),
      receiptNumber: orNull(fields[17]),
      terminalBatch: orNull(fields[18]),
      last4: orNull(fields[19]),
      originalReference: orNull(fields[20]),
    }
  }
}
