import { publicKeyObject } from '@counterfoil/audit'
import { createAgent, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { Batch } from '@counterfoil/protocol'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FIRST_JOIN } from '../src/agent-sessions/index.ts'
import { createIngest, type Ingest, type IngestAgent, openPostgresStore, paymentIdMs } from '../src/ingest/index.ts'
import {
  MemoryDatabase,
  openMemoryIngestStore,
  realClock,
  type Said,
  type ScriptedAgent,
  saleEvents,
  scriptAgent,
  testSealer,
} from '../src/testing/index.ts'
import { newId, until } from './ingest-bed.ts'
import { memoryContents, postgresContents } from './store-contents.ts'

const RUNS = Math.min(200, Number(process.env.COUNTERFOIL_PROPERTY_RUNS ?? 12))
const AGENTS = 3

interface Actor {
  readonly agent: IngestAgent
  readonly script: ScriptedAgent
  readonly sign: (text: string) => Buffer
  readonly sent: Batch[]
  readonly payments: string[]
}
interface Pair {
  readonly actors: readonly Actor[]
  readonly memory: MemoryDatabase
  over: { memory: Ingest; postgres: Ingest }
  readonly restart: () => Promise<void>
}
type Model = Record<string, never>

/** One batch, or several at once, to both; the answers and everything written must be the same. */
class Submit implements fc.AsyncCommand<Model, Pair> {
  readonly #name: string
  readonly #make: (pair: Pair) => { actor: Actor; batches: readonly Batch[] }

  constructor(name: string, make: (pair: Pair) => { actor: Actor; batches: readonly Batch[] }) {
    this.#name = name
    this.#make = make
  }

  check(): boolean {
    return true
  }

  async run(_: Model, pair: Pair): Promise<void> {
    const { actor, batches } = this.#make(pair)
    const answers = (ingest: Ingest) => Promise.all(batches.map((batch) => ingest.submit(actor.agent, batch)))
    expect(await answers(pair.over.memory)).toEqual(await answers(pair.over.postgres))
    expect(await pair.over.memory.cursor(actor.agent)).toEqual(await pair.over.postgres.cursor(actor.agent))
  }

  toString(): string {
    return this.#name
  }
}

/** The hub's process ends and another begins over the same database. */
class Restart implements fc.AsyncCommand<Model, Pair> {
  check(): boolean {
    return true
  }
  async run(_: Model, pair: Pair): Promise<void> {
    await pair.restart()
  }
  toString(): string {
    return 'restart'
  }
}

const who = fc.nat(AGENTS - 1)
const outcome = fc.constantFrom('approved' as const, 'declined' as const, 'cancelled' as const)
const terminal = fc.constantFrom('zvt-1', 'zvt-2')
const actorOf = (pair: Pair, index: number): Actor => pair.actors[index] as Actor
const told = (script: ScriptedAgent, sent: Batch[], said: readonly Said[]): Batch => {
  const batch = script.batch(said)
  sent.push(batch)
  return batch
}
const terminalEvents = (kind: number, key: string, at: number, value: number): Said => {
  const states = ['ready', 'busy', 'unreachable']
  if (kind < 3) return { kind: 'terminal.condition', terminal: key, at, condition: states[value % 3], text: `t${value % 2}` }
  if (kind === 3)
    return { kind: 'terminal.totals', terminal: key, at, currency: 'EUR', amountMinor: value, brands: [], resultCode: '00' }
  const link = { protocol: 'zvt', link: 'tcp', address: 'x:1' }
  const lane = (name: string) => `${name}${value % 2}`
  const terminals = [{ key: 'zvt-1', lane: lane('A'), ...link }]
  if (value % 3 > 0) terminals.push({ key: 'zvt-2', lane: lane('B'), ...link })
  const note = value % 3 === 0 ? '4111 1111 1111 1111' : value
  return kind === 4 ? { kind: 'agent.configured', at, terminals } : { kind: 'later.kind', at, note }
}

const commands = [
  fc.tuple(who, fc.array(fc.tuple(terminal, outcome, fc.nat(50_000), fc.nat(3)), { minLength: 1, maxLength: 4 })).map(
    ([index, sales]) =>
      new Submit('sales', (pair) => {
        const { agent: _, script, sent, payments } = actorOf(pair, index)
        const said = sales.flatMap(([key, result, amountMinor, parts]) => {
          const id = newId()
          payments.push(id)
          // Some end without a word, some are told whole.
          const basket = amountMinor % 5 === 0 ? `Karte 5555555555554444/${amountMinor}` : 'B-1'
          return saleEvents({ id, terminal: key, outcome: result, amountMinor, basket }).slice(0, parts)
        })
        return { actor: actorOf(pair, index), batches: said.length === 0 ? [] : [told(script, sent, said)] }
      }),
  ),
  fc.tuple(who, outcome, fc.nat(9)).map(
    ([index, result, nth]) =>
      new Submit('more of an earlier payment', (pair) => {
        const actor = actorOf(pair, index)
        const id = actor.payments.at(-1 - nth)
        if (id === undefined) return { actor, batches: [] }
        const said = saleEvents({ id, outcome: result, at: paymentIdMs(id) + 60_000 }).slice(1)
        return { actor, batches: [told(actor.script, actor.sent, said)] }
      }),
  ),
  fc.tuple(who, fc.array(fc.tuple(fc.nat(5), terminal, fc.nat(9), fc.nat(5)), { minLength: 1, maxLength: 5 })).map(
    ([index, given]) =>
      new Submit('terminals', (pair) => {
        const actor = actorOf(pair, index)
        const said = given.map(([kind, key, value, minute]) =>
          terminalEvents(kind, key, 1_780_000_000_000 + minute * 60_000, value),
        )
        return { actor, batches: [told(actor.script, actor.sent, said)] }
      }),
  ),
  fc.tuple(who, fc.nat(5), fc.integer({ min: 1, max: 3 })).map(
    ([index, nth, times]) =>
      new Submit('an earlier batch again', (pair) => {
        const actor = actorOf(pair, index)
        const batch = actor.sent.at(-1 - nth)
        return { actor, batches: batch === undefined ? [] : Array.from({ length: times }, () => batch) }
      }),
  ),
  who.map(
    (index) =>
      new Submit('a batch out of the blue', (pair) => {
        const actor = actorOf(pair, index)
        const { epoch } = actor.agent
        const firstSeq = actor.script.lastSeq + 4
        const unsigned = { epoch, firstSeq, count: 1, prevHead: 'a'.repeat(64), head: 'b'.repeat(64), bodies: '{}' }
        return { actor, batches: [actor.script.sign(unsigned)] }
      }),
  ),
  who.map(
    (index) =>
      new Submit('another journal under the same name', (pair) => {
        const actor = actorOf(pair, index)
        const copy = scriptAgent({ uid: actor.agent.uid, sign: actor.sign })
        return { actor, batches: [copy.batch([{ kind: 'later.kind', at: 7 }])] }
      }),
  ),
  fc.constant(new Restart()),
]

async function openPair(base: TestDatabase): Promise<Pair> {
  const made = await Promise.all(
    Array.from({ length: AGENTS }, (_, index) => createAgent(base.db, { state: index === 2 ? 'revoked' : 'active' })),
  )
  const actors = made.map(({ agent, publicKey, sign }): Actor => {
    const { id, uid, storeId, epoch } = agent
    const key = publicKeyObject(Buffer.from(publicKey).toString('base64'))
    const state = agent.state === 'revoked' ? 'revoked' : 'active'
    return { agent: { id, uid, storeId, epoch, state, key }, script: scriptAgent({ uid, sign }), sign, sent: [], payments: [] }
  })
  const stored = openPostgresStore({ pool: base.pool, clock: realClock, newId, sealer: testSealer })
  const stores = await Promise.all(actors.map(({ agent }) => stored.readStore(agent.storeId)))
  await stored.close()
  const unused = { publicKey: '', nextKey: null, keySinceMs: 0, keyWanted: false, join: FIRST_JOIN }
  const agents = actors.map(({ agent }) => ({ ...agent, ...unused, name: 'x', version: '0', head: Buffer.alloc(32) }))
  const memory = new MemoryDatabase(realClock, stores, agents)
  const open = async () => {
    const postgres = createIngest({ pool: base.pool, clock: realClock, newId, sealer: testSealer })
    await until(() => postgres.status.connected)
    return { postgres, memory: createIngest({ store: openMemoryIngestStore(memory), clock: realClock }) }
  }
  const pair: Pair = {
    actors,
    memory,
    over: await open(),
    async restart() {
      await Promise.all([pair.over.memory.close(), pair.over.postgres.close()])
      pair.over = await open()
    },
  }
  return pair
}

it('the memory store answers and keeps everything as PostgreSQL does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 30 }), async (given) => {
      // The record cannot be emptied, so every run has a database of its own.
      await using base = await openTestDatabase()
      const pair = await openPair(base)
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: pair }), given)
      } finally {
        await Promise.all([pair.over.memory.close(), pair.over.postgres.close()])
      }
      expect(memoryContents(pair.memory)).toEqual(await postgresContents(base.pool))
    }),
    { numRuns: RUNS },
  )
}, 600_000)
