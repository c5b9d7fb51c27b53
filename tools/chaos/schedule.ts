import type { Chance } from '../disasters/random.ts'

/** What the run has that can be hurt, by number from 0. */
export interface Belongings {
  readonly nodes: number
  /** Processes that hold several agents each. */
  readonly hosts: number
  /** Agents that are the real program, each on a small disk of its own. */
  readonly programs: number
  readonly redis: boolean
}

export const FAULT_KINDS = [
  'hub killed',
  'hub stopped',
  'host killed',
  'host stopped',
  'program killed',
  'program stopped',
  'disk full',
  'line cut',
  'line torn',
  'line frozen',
  'line slow',
  'line without websocket',
  'all lines cut',
  'database line cut',
  'database line torn',
  'database line frozen',
  'database line slow',
  'database restarted fast',
  'database restarted at once',
  'database read-only',
  'database sessions ended',
  'redis restarted',
  'redis stopped',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  readonly kind: FaultKind
  /** Which of its kind. */
  readonly target: number
  /** Milliseconds after trading began. */
  readonly atMs: number
  readonly forMs: number
}

/** Pause between two faults. */
const LEAST_GAP_MS = 400
const MOST_GAP_MS = 3_600

/** What finds most comes more often. */
const OFTEN: readonly FaultKind[] = ['hub killed', 'host killed', 'host killed', 'program killed']

/** Draws what happens when, dealt from a deck: no kind is left out for long. */
export function drawSchedule(chance: Chance, belongings: Belongings, forMs: number): Fault[] {
  const kinds = [...FAULT_KINDS, ...OFTEN].filter((kind) => targetsOf(kind, belongings) > 0)
  const faults: Fault[] = []
  let deck: FaultKind[] = []
  for (let atMs = 2_000; atMs < forMs; atMs += chance.between(LEAST_GAP_MS, MOST_GAP_MS)) {
    if (deck.length === 0) deck = shuffled(kinds, chance)
    const kind = deck.pop()
    if (kind === undefined) break
    const [least, most] = lastsMs(kind)
    const target = chance.between(0, targetsOf(kind, belongings) - 1)
    faults.push({ kind, target, atMs, forMs: chance.between(least, most) })
  }
  return faults
}

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  return items
    .map((item) => ({ item, key: chance.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

function targetsOf(kind: FaultKind, { nodes, hosts, programs, redis }: Belongings): number {
  if (kind.startsWith('hub')) return nodes
  if (kind.startsWith('host')) return hosts
  if (kind.startsWith('program') || kind === 'disk full') return programs
  if (kind.startsWith('line')) return hosts + programs
  if (kind.startsWith('redis')) return redis ? 1 : 0
  return 1
}

/** How long it lasts: of a kill, until it is started again. */
function lastsMs(kind: FaultKind): readonly [least: number, most: number] {
  switch (kind) {
    case 'hub killed':
    case 'host killed':
    case 'program killed':
    case 'redis restarted':
      return [50, 3_000]
    case 'database restarted fast':
    case 'database restarted at once':
      return [0, 2_000]
    case 'database sessions ended':
      return [0, 0]
    case 'hub stopped':
    case 'host stopped':
    case 'program stopped':
    case 'redis stopped':
    case 'database read-only':
    case 'database line frozen':
    case 'all lines cut':
      return [1_000, 8_000]
    case 'line without websocket':
      // An agent gives a way up after some failures only, and must have the time to find the other.
      return [10_000, 25_000]
    case 'disk full':
    case 'line cut':
    case 'line torn':
    case 'line frozen':
    case 'line slow':
    case 'database line cut':
    case 'database line torn':
    case 'database line slow':
      return [1_000, 12_000]
    default:
      return kind satisfies never
  }
}

/** e.g. `12.3 s  host 2 killed, back after 0.4 s`. */
export function describeFault({ kind, target, atMs, forMs }: Fault): string {
  const [what, ...how] = kind.split(' ')
  const numbered = ['hub', 'host', 'program', 'line', 'disk'].includes(what ?? '')
  const name = numbered ? `${what} ${target + 1} ${how.join(' ')}` : kind
  const seconds = (ms: number) => (ms / 1_000).toFixed(1)
  return `${seconds(atMs).padStart(7)} s  ${name}${forMs > 0 ? `, for ${seconds(forMs)} s` : ''}`
}
