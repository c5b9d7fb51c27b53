import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openOutbox } from '@counterfoil/agent'
import { median } from '../statistics.ts'

/** Durable appends a second, one event each, and bare inserts of as many bytes with the same care for the disk. */
export interface AppendRate {
  readonly outbox: number
  readonly bare: number
}

const APPENDS = 1_000
const ROUNDS = 5

/** Turn by turn in this process, after one turn of each that does not count; the median turn. */
export function measureAppends(folder: string): AppendRate {
  const outbox = openOutbox({ path: join(folder, 'append-outbox.db'), epoch: 1 })
  const bare = new DatabaseSync(join(folder, 'append-bare.db'))
  try {
    bare.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE event (seq INTEGER PRIMARY KEY, body BLOB)')
    const insert = bare.prepare('INSERT INTO event (body) VALUES (?)')
    const event = { ...EVENT, at: 1_795_320_126_744 }
    const bytes = Buffer.from(JSON.stringify(event))
    const rates: Record<'outbox' | 'bare', number[]> = { outbox: [], bare: [] }
    for (let round = 0; round <= ROUNDS; round += 1) {
      const own = rate(() => outbox.append([event]))
      const limit = rate(() => insert.run(bytes))
      if (round === 0) continue
      rates.outbox.push(own)
      rates.bare.push(limit)
    }
    return { outbox: Math.round(median(rates.outbox)), bare: Math.round(median(rates.bare)) }
  } finally {
    outbox.close()
    bare.close()
  }
}

function rate(append: () => unknown): number {
  const startedMs = performance.now()
  for (let nth = 0; nth < APPENDS; nth += 1) append()
  return (APPENDS / (performance.now() - startedMs)) * 1_000
}

/** Like a finalised payment's: about 900 bytes. */
const EVENT = {
  v: 1,
  mono: 5,
  boot: '0198f0a0-1234-7abc-8def-0123456789ab',
  kind: 'payment.finalised',
  terminal: 'lane-1',
  payment: '01a2016b-1d17-76d9-becd-f55461fb56d5',
  paymentKind: 'sale',
  outcome: 'approved',
  amountMinor: 1_250,
  currency: 'EUR',
  recovered: false,
  result: {
    amountMinor: 1_250,
    currency: 'EUR',
    method: { scheme: 'girocard', funding: 'debit' },
    card: { first6: '672800', last4: '4821', name: 'girocard' },
    entry: 'contactless',
    cardholderVerification: 'none',
    authorised: 'online',
    receipt: '0001',
    trace: '000001',
    terminalId: '61000102',
    merchantNumber: '455600010001',
    resultCode: '00',
    terminalDate: '1122',
    terminalTime: '040211',
  },
  transcript: [
    { direction: 'to_terminal', hex: '800000', ms: 5_006, name: 'positive_acknowledgement' },
    { direction: 'from_terminal', hex: '060F00', ms: 5_010, name: 'completion' },
  ],
}
