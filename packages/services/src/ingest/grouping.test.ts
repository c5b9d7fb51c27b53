import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FIRST_JOIN } from '../agent-sessions/judge-join.ts'
import type { Clock } from '../clock.ts'
import { MemoryDatabase, openMemoryIngestStore, type Said, saleEvents, scriptAgent } from '../testing/index.ts'
import { createIngest, type IngestAgent } from './index.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const clock: Clock = { nowMs: () => NOON, monotonicMs: () => 0, startTimer: () => ({ cancel() {} }) }
const store = { id: 1, code: '0417', name: 'x', country: 'DE', region: '', currency: 'EUR', hours: [] }
const key = generateKeyPairSync('ed25519').publicKey
const agents: readonly IngestAgent[] = [1, 2, 3].map((id) => ({
  id,
  uid: `00000000-0000-4000-8000-00000000000${id}`,
  storeId: store.id,
  epoch: 1,
  state: 'active',
  key,
}))

/** How the events reach the hub: the lengths of batches, and how many batches are on their way at once. */
interface Cut {
  readonly batches: readonly number[]
  readonly atOnce: readonly number[]
}
interface Sent {
  readonly agent: IngestAgent
  readonly bodies: readonly string[]
}

const terminal = fc.constantFrom('zvt-1', 'zvt-2')
// An agent's clock may be set: times go forth and back.
const at = fc.integer({ min: 0, max: 40 }).map((minutes) => NOON + minutes * 97_000)
const said: fc.Arbitrary<(nth: number) => Said[]> = fc.oneof(
  fc.tuple(terminal, at, fc.constantFrom('ready', 'busy', 'unreachable')).map(([key, ms, condition]) => () => [
    { kind: 'terminal.condition', terminal: key, at: ms, condition },
  ]),
  fc
    .tuple(terminal, at, fc.constantFrom('approved' as const, 'declined' as const), fc.integer({ min: 1, max: 3 }), fc.boolean())
    .map(([key, ms, outcome, parts, again]) => (nth: number) => {
      const id = `019a${String(nth).padStart(4, '0')}-0000-7000-8000-000000000000`
      const events = saleEvents({ id, terminal: key, outcome, at: ms, amountMinor: nth + 1 }).slice(0, parts)
      return again ? [...events, ...events.slice(1)] : events
    }),
  fc.tuple(terminal, at).map(([key, ms]) => () => {
    return [{ kind: 'terminal.totals', terminal: key, at: ms, currency: 'EUR', amountMinor: 5, brands: [], resultCode: '00' }]
  }),
  at.map((ms) => () => [{ kind: 'later.kind', at: ms }]),
)
const cut: fc.Arbitrary<Cut> = fc.record({
  batches: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }),
  atOnce: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
})

const unused = { publicKey: '', nextKey: null, keySinceMs: 0, keyWanted: false, join: FIRST_JOIN }

function bodiesOf(given: readonly ((nth: number) => Said[])[], nthAgent: number): string[] {
  const journal = scriptAgent({ uid: 'x', sign: () => Buffer.alloc(64), nowMs: () => NOON })
  const events = given.flatMap((make, index) => make(nthAgent * 1000 + index))
  return events.length === 0 ? [] : journal.batch(events).bodies.split('\n')
}

/** Sends everything, cut as told, through the ingest, and gives what the tables hold then. */
async function project(sent: readonly Sent[], { batches, atOnce }: Cut): Promise<Record<string, unknown>> {
  const rows = agents.map((agent) => ({ ...agent, ...unused, name: 'x', version: '0', head: Buffer.alloc(32) }))
  const database = new MemoryDatabase(clock, [store], rows)
  const ingest = createIngest({ store: openMemoryIngestStore(database), clock, verify: async () => true })
  // Terminals get their numbers here, so that those are the same in every run.
  for (const agent of agents) for (const name of ['zvt-1', 'zvt-2']) await ingest.registry.terminal(agent, name, NOON)
  const waiting = sent.map(({ agent, bodies }) => {
    const script = scriptAgent({ uid: agent.uid, sign: () => Buffer.alloc(64) })
    const cuts: string[][] = []
    for (let from = 0, nth = 0; from < bodies.length; nth += 1) {
      const length = batches[nth % batches.length] ?? 1
      cuts.push(bodies.slice(from, from + length))
      from += length
    }
    return { agent, batches: cuts.map((lines) => script.batchOfBodies(lines)) }
  })
  for (let turn = 0; waiting.some(({ batches: left }) => left.length > 0); turn += 1) {
    const now = waiting.flatMap(({ agent, batches: left }, nth) =>
      left.splice(0, atOnce[(turn + nth) % atOnce.length] ?? 1).map((batch) => ingest.submit(agent, batch)),
    )
    for (const answer of await Promise.all(now)) expect(answer.ok).toBe(true)
  }
  await ingest.close()
  const byKey = (table: ReadonlyMap<string, object>, without: string) =>
    [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, row]) => [name, { ...row, [without]: null }])
  return {
    payments: byKey(database.payments, ''),
    minutes: byKey(database.minutes, ''),
    // The minute of a day's row is no part of it.
    days: byKey(database.days, 'minuteMs'),
    conditions: [...database.conditions].sort(([a], [b]) => a - b),
    totals: [...database.totals].sort((a, b) => a.agentId - b.agentId || a.seq - b.seq),
  }
}

it('the same events give the same rows, however they came in batches and were grouped into commits', async () => {
  const events = fc.tuple(...agents.map(() => fc.array(said, { maxLength: 12 })))
  await fc.assert(
    fc.asyncProperty(events, cut, cut, async (given, one, other) => {
      const sent = agents.map((agent, nth) => ({ agent, bodies: bodiesOf(given[nth] ?? [], nth) }))
      expect(await project(sent, one)).toEqual(await project(sent, other))
    }),
    { numRuns: 150 },
  )
})
