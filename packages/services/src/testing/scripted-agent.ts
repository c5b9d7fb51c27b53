import { randomUUID } from 'node:crypto'
import { canonicalJson, chainHashes, GENESIS_HEAD } from '@counterfoil/audit'
import { type Batch, batchText } from '@counterfoil/protocol'

/** What a script says of one event; envelope fields are added. Anything goes, so that a script may also say nonsense. */
export type Said = { readonly kind: string; readonly at?: number } & Readonly<Record<string, unknown>>

/** The journal of an agent in a test: numbers, chain and signature as a real one makes them. */
export interface ScriptedAgent {
  readonly uid: string
  /** Writes events to the journal and gives the batch that carries them. */
  batch(events: readonly Said[]): Batch
  /** The same with ready bodies, e.g. such that no schema knows. */
  batchOfBodies(bodies: readonly string[]): Batch
  /** A signed batch that does not move the journal: for forged numbers and chains. */
  sign(batch: Omit<Batch, 'signature'>): Batch
  readonly lastSeq: number
  readonly head: string
}

export interface ScriptOptions {
  readonly uid: string
  readonly sign: (text: string) => Buffer
  readonly epoch?: number
  readonly nowMs?: () => number
}

export function scriptAgent({ uid, sign, epoch = 1, nowMs = Date.now }: ScriptOptions): ScriptedAgent {
  const boot = randomUUID()
  let lastSeq = 0
  let head: Buffer = GENESIS_HEAD
  let mono = 0

  const signed = (batch: Omit<Batch, 'signature'>): Batch => ({
    ...batch,
    signature: sign(batchText(uid, batch)).toString('base64'),
  })

  function batchOfBodies(bodies: readonly string[]): Batch {
    const prevHead = head.toString('hex')
    head = Buffer.from(chainHashes(head, bodies).subarray(-32))
    const batch = {
      epoch,
      firstSeq: lastSeq + 1,
      count: bodies.length,
      prevHead,
      head: head.toString('hex'),
      bodies: bodies.join('\n'),
    }
    lastSeq += bodies.length
    return signed(batch)
  }

  return {
    uid,
    batchOfBodies,
    batch: (events) =>
      batchOfBodies(
        events.map((event) => {
          mono += 1
          return canonicalJson({ v: 1, at: nowMs(), mono, boot, ...event })
        }),
      ),
    sign: signed,
    get lastSeq() {
      return lastSeq
    },
    get head() {
      return head.toString('hex')
    },
  }
}

export interface SaleGiven {
  readonly id: string
  readonly terminal?: string
  readonly amountMinor?: number
  readonly currency?: string
  readonly outcome?: 'approved' | 'declined' | 'cancelled'
  readonly paymentKind?: 'sale' | 'refund' | 'reversal'
  readonly at?: number
  readonly basket?: string
}

/** The three events of a payment that goes well, as a driver tells them. */
export function saleEvents(given: SaleGiven): Said[] {
  const {
    id: payment,
    terminal = 'zvt-1',
    amountMinor = 1_250,
    currency = 'EUR',
    outcome = 'approved',
    paymentKind = 'sale',
  } = given
  const at = given.at === undefined ? {} : { at: given.at }
  const card = { first6: '476173', last4: '0119', name: 'girocard' }
  const method = { scheme: 'girocard', funding: 'debit' }
  const result =
    outcome === 'approved' ? { amountMinor, currency, method, card, receipt: '17', trace: '000123', terminalId: '52500041' } : {}
  const common = { terminal, payment, ...at }
  return [
    {
      kind: 'payment.opened',
      ...common,
      paymentKind,
      amountMinor,
      currency,
      details: { basket: given.basket ?? 'B-1', cashier: 'c7' },
    },
    { kind: 'payment.answered', ...common, outcome, result, transcript: [] },
    {
      kind: 'payment.finalised',
      ...common,
      paymentKind,
      outcome,
      amountMinor,
      currency,
      recovered: false,
      result,
      transcript: [],
    },
  ]
}
