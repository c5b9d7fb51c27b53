import { canonicalJson } from '@counterfoil/audit'
import fc from 'fast-check'

const envelope = { v: 1, at: 1_795_320_126_744, mono: 5, boot: '0198f0a0-1234-7abc-8def-0123456789ab' }
const ofTerminal = { ...envelope, terminal: 'lane-2' }
const ofPayment = { ...ofTerminal, payment: '01a2016b-1d17-76d9-becd-f55461fb56d5' }
const transcript = [
  { direction: 'to_terminal', hex: '0601', ms: 0, name: 'authorisation' },
  { direction: 'from_terminal', hex: '', ms: 12, name: 'status', note: 'Bitte „warten“ …' },
]
const result = {
  amountMinor: 1_413,
  currency: 'EUR',
  tipMinor: 3,
  method: { scheme: 'mastercard', funding: 'debit', wallet: 'apple_pay' },
  card: { first6: '541333', last4: '8244', name: 'Mastercard' },
  entry: 'contactless',
  cardholderVerification: 'pin',
  authorised: 'online',
  resultText: 'ok',
}

/** One sound event of every kind, with fields no version knows. */
export const soundEvents: readonly Readonly<Record<string, unknown>>[] = [
  { ...envelope, kind: 'agent.started', version: '1', protocol: 1, platform: 'linux', news: { a: [1] } },
  {
    ...envelope,
    kind: 'agent.configured',
    terminals: [{ key: 'lane-2', lane: '2', protocol: 'zvt', link: 'tcp', address: 'x:1', label: 'l' }],
  },
  { ...ofTerminal, kind: 'terminal.condition', condition: 'ready', reason: 'r', code: '6c', text: 't' },
  { ...ofTerminal, kind: 'terminal.identified', terminalId: '61000102', model: 'm', serial: 's', software: 'w', currency: 'EUR' },
  { ...ofTerminal, kind: 'terminal.discarded', length: 3, head: '0a', why: 'noise' },
  {
    ...ofTerminal,
    kind: 'terminal.totals',
    currency: 'EUR',
    amountMinor: 9,
    brands: [{ brand: 'visa', count: 2, amountMinor: 9 }],
    resultCode: '00',
  },
  { ...ofTerminal, kind: 'terminal.mismatch', payment: ofPayment.payment, field: 'amount', expected: '1', got: '2' },
  {
    ...ofPayment,
    kind: 'payment.opened',
    paymentKind: 'sale',
    amountMinor: 1,
    currency: 'EUR',
    lastReceipt: '0000',
    details: { basket: 'b', lane: 2 },
  },
  { ...ofPayment, kind: 'payment.answered', outcome: 'approved', result, transcript },
  {
    ...ofPayment,
    kind: 'payment.finalised',
    paymentKind: 'sale',
    outcome: 'approved',
    amountMinor: 1_413,
    currency: 'EUR',
    recovered: false,
    reason: 'r',
    result,
    transcript,
  },
  { ...ofPayment, kind: 'payment.unknown', stage: 'asking', why: 'silence', transcript },
  { ...ofPayment, kind: 'payment.inquired', attempt: 1, verdict: 'v', transcript: [...transcript, ...transcript] },
]

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    -1,
    0,
    1.5,
    2 ** 53,
    -0,
    1e21,
    '',
    'a'.repeat(41),
    'a'.repeat(201),
    'a'.repeat(4_001),
    'x\n',
    '\ud800',
    '\u2028',
  ),
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    [null],
    Array.from({ length: 201 }, () => transcript[0]),
    { __proto__: null },
  ),
  fc.jsonValue(),
)
const name = fc.oneof(
  fc.constantFrom('at', 'v', 'transcript', 'result', 'kind', 'note', 'name', 'hex', '1', '__proto__', 'constructor'),
  fc.string({ maxLength: 3 }),
)
/** 0 ≤ x < 1: which part is meant. */
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

/** Every third one is left as it is. */
function upToTwo<Change>(change: fc.Arbitrary<Change>): fc.Arbitrary<Change[]> {
  return fc.oneof(fc.constant<Change[]>([]), fc.tuple(change), fc.tuple(change, change))
}

/** Sound events with some field changed, taken out or added, anywhere in them. */
export const spoiltEvents: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...soundEvents),
    upToTwo(fc.record({ where: share, name, odd, how: fc.constantFrom('set', 'drop', 'add') })),
  )
  .map(([event, changes]) => {
    const spoilt: unknown = structuredClone(event)
    for (const change of changes) spoil(spoilt, change)
    return spoilt
  })

function spoil(event: unknown, { where, name, odd, how }: { where: number; name: string; odd: unknown; how: string }): void {
  const places = placesIn(event)
  const place = places[Math.floor(where * places.length)]
  if (place === undefined) return
  const { parent, key } = place
  const value = how === 'drop' ? undefined : structuredClone(odd)
  Object.defineProperty(parent, how === 'add' ? name : key, { value, enumerable: true, configurable: true, writable: true })
}

function placesIn(value: unknown): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, field]) => [{ parent: value, key }, ...placesIn(field)])
}

/** Bodies: canonical ones of spoilt events, some with a few characters changed. */
export const spoiltBodies: fc.Arbitrary<string> = fc
  .tuple(
    spoiltEvents,
    upToTwo(
      fc.record({
        where: share,
        length: fc.nat(2),
        text: fc.oneof(
          fc.constantFrom('', ' ', '"', '}', ']', ',', '0', '1e3', '\\u0061', '\\', '\ud800', '[]'),
          fc.string({ maxLength: 3 }),
        ),
      }),
    ),
  )
  .map(([event, edits]) => {
    let body = textOf(event)
    for (const { where, length, text } of edits) {
      const at = Math.floor(where * body.length)
      body = body.slice(0, at) + text + body.slice(at + length)
    }
    return body
  })

function textOf(value: unknown): string {
  try {
    return canonicalJson(value)
  } catch {
    return JSON.stringify(value)
  }
}
