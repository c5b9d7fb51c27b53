import { civilDay, type RaisedException, type Silenced, severityOf } from '@counterfoil/settlement/funds'
import { BY_HAND } from './read-held.ts'

export type ExceptionState = 'open' | 'silenced' | 'proposed' | 'resolved' | 'closed'

export interface HeldException {
  readonly key: string
  readonly code: string
  readonly state: ExceptionState
  readonly severity: string
  readonly silencedBy: string | null
  readonly amountMinor: number
  /** Of the money it is about. */
  readonly day: string
  readonly payments: readonly string[]
  readonly lines: readonly string[]
  readonly payouts: readonly string[]
  readonly bankLines: readonly string[]
}

export interface WrittenException {
  readonly raised: RaisedException
  readonly day: string
  readonly severity: string
  readonly state: ExceptionState
  readonly silencedBy: string | null
}

export interface Troubles {
  readonly opened: readonly WrittenException[]
  /** Closed by evidence before, and here again. */
  readonly reopened: readonly WrittenException[]
  /** Severity, silence or sum is another. */
  readonly changed: readonly WrittenException[]
  readonly closed: readonly string[]
}

export interface Sight {
  readonly rows: ReadonlySet<string>
  /** Rows that people have linked, however old: none of them is without another side. */
  readonly linked: ReadonlySet<string>
  /** Whether anything new was read: without it nothing closes. */
  readonly evidence: boolean
  readonly asOf: number
  /** Of what is missing since then all is known that came instead. */
  readonly since: number
}

const DIFFERS = ['severity', 'silencedBy'] as const

/** What becomes of each trouble. Those about rows that this run has not looked at stay as they are. */
export function compareTroubles(held: ReadonlyMap<string, HeldException>, now: Silenced, sight: Sight): Troubles {
  const wanted: WrittenException[] = [
    ...now.heard.map((raised) => write(raised, 'open', null, sight.asOf)),
    ...now.silenced.map(({ exception, by }) => write(exception, 'silenced', by, sight.asOf)),
  ]
  const opened: WrittenException[] = []
  const reopened: WrittenException[] = []
  const changed: WrittenException[] = []
  for (const one of wanted) {
    const before = held.get(one.raised.key)
    if (before === undefined) opened.push(one)
    else if (before.state === 'closed') reopened.push(one)
    else if (before.state !== 'resolved') {
      // What somebody has proposed waits for the second person, silenced or not.
      const state = before.state === 'proposed' ? 'proposed' : one.state
      if (
        state !== before.state ||
        DIFFERS.some((name) => one[name] !== before[name]) ||
        one.raised.amountMinor !== before.amountMinor
      )
        changed.push({ ...one, state })
    }
  }
  const standing = new Set(wanted.map(({ raised }) => raised.key))
  // Another row that could be its other side is evidence, though neither a file nor a link: a payment alone makes a line ambiguous.
  const asked = new Set(wanted.flatMap(({ raised }) => (raised.code === 'AMBIGUOUS' ? rowsOf(raised) : [])))
  const isAsked = (one: HeldException): boolean => ALONE.has(one.code) && rowsOf(one).some((row) => asked.has(row))
  const closed = [...held.values()]
    .filter((one) => isLive(one) && !standing.has(one.key))
    .filter((one) => isAlwaysSeen(one) || ((sight.evidence || isAsked(one)) && isInSight(one, sight)))
    .map(({ key }) => key)
  return { opened, reopened, changed, closed: closed.sort() }
}

export const isLive = ({ state }: HeldException): boolean => state === 'open' || state === 'silenced' || state === 'proposed'

/** Each run asks for all of them, and what ends one is no file: the agreement that was missing is here, or a link was taken apart. */
const isAlwaysSeen = ({ code, key }: HeldException): boolean => code === 'CONTRACT_MISSING' || key.endsWith(` ${BY_HAND}`)

/** Codes of one row that has no other side. */
const ALONE = new Set(['MISSING_IN_SETTLEMENT', 'UNKNOWN_IN_STORE', 'MISSING_IN_BANK', 'UNEXPECTED_BANK_LINE'])

type Rows = Pick<HeldException, 'payments' | 'lines' | 'payouts' | 'bankLines'>

const rowsOf = ({ payments, lines, payouts, bankLines }: Rows): string[] => [
  ...payments,
  ...lines,
  ...payouts.map((id) => `payout ${id}`),
  ...bankLines.map((id) => `bank ${id}`),
]

function isInSight(one: HeldException, { rows, linked, since }: Sight): boolean {
  const { code, day } = one
  const all = rowsOf(one)
  if (ALONE.has(code) && all.some((id) => linked.has(id))) return true
  return all.length === 0 ? code === 'FILE_MISSING' && day >= civilDay(since) : all.some((id) => rows.has(id))
}

function write(raised: RaisedException, state: ExceptionState, silencedBy: string | null, asOf: number): WrittenException {
  const { day } = raised.scope
  return {
    raised,
    day: civilDay(day === 0 ? asOf : day),
    severity: severityOf(raised, day === 0 ? 0 : asOf - day),
    state,
    silencedBy,
  }
}
