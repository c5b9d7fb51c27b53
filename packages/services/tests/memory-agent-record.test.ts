import { createKeyPair, publicKeyObject } from '@counterfoil/audit'
import { createAgent, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AgentRecord, FIRST_JOIN, type JoinState, judgeJoin, postgresAgentRecord } from '../src/agent-sessions/index.ts'
import type { FoundAgent } from '../src/agents/index.ts'
import { MemoryDatabase, memoryAgentRecord, realClock } from '../src/testing/index.ts'
import { newId } from './ingest-bed.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await openTestDatabase()
})
afterAll(() => base?.close())

const keys = Array.from({ length: 3 }, () => createKeyPair().publicKey)
const boots = Array.from({ length: 4 }, (_, index) => `018f0000-0000-7000-8000-00000000b00${index}`)

type Step = (record: AgentRecord, agents: readonly FoundAgent[]) => Promise<unknown>

const which = fc.nat(1)
const step: fc.Arbitrary<Step> = fc.oneof(
  // A greeting as the hub judges it, from the row it has read.
  fc.record({ nth: which, boot: fc.constantFrom(...boots), back: fc.nat(3) }).map(({ nth, boot, back }): Step => {
    return async (record, agents) => {
      const held = agents[nth]?.join ?? FIRST_JOIN
      const verdict = judgeJoin(held, { join: Math.max(0, held.offered - back), boot })
      if (verdict.kind !== 'two_holders') return record.moveJoin(agents[nth]?.id ?? 0, held, verdict.after)
      if (agents[nth] !== undefined) await record.lock(agents[nth], { join: 0, boot, address: 'test' })
      return 'locked'
    }
  }),
  // The same from a row that is out of date.
  which.map((nth): Step => {
    const to: JoinState = { ...FIRST_JOIN, offered: 9, lastBoot: boots[0] ?? null }
    return (record, agents) => record.moveJoin(agents[nth]?.id ?? 0, { ...FIRST_JOIN, confirmed: 77, offered: 77 }, to)
  }),
  fc.record({ nth: which, back: fc.nat(2) }).map(({ nth, back }): Step => {
    return (record, agents) => record.confirmJoin(agents[nth]?.id ?? 0, Math.max(1, (agents[nth]?.join.offered ?? 0) - back))
  }),
  fc.record({ nth: which, key: fc.constantFrom(...keys) }).map(({ nth, key }): Step => {
    return (record, agents) => record.offerKey(agents[nth]?.id ?? 0, key)
  }),
  fc.record({ nth: which, key: fc.constantFrom(...keys) }).map(({ nth, key }): Step => {
    return (record, agents) => record.adoptKey(agents[nth]?.id ?? 0, key)
  }),
  which.map(
    (nth): Step =>
      (record, agents) =>
        record.noteVersion(agents[nth]?.id ?? 0, `v${agents[nth]?.join.offered}`),
  ),
  fc.constant<Step>((record, agents) => record.findShutOut(agents.map(({ id }) => id))),
)

async function look(record: AgentRecord, uids: readonly string[]): Promise<FoundAgent[]> {
  const found = await Promise.all(uids.map((uid) => record.find(uid)))
  return found.flatMap((agent) => agent ?? [])
}

/** What must be the same in both; ids, key objects and clocks are each one's own. */
const compared = (agents: readonly FoundAgent[]) =>
  agents.map(({ uid, state, version, publicKey, nextKey, keyWanted, join, greetedMsAgo }) => {
    return { uid, state, version, publicKey, next: nextKey?.publicKey ?? null, keyWanted, join, greeted: greetedMsAgo !== null }
  })

it('agents in memory answer and change as those in PostgreSQL do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const made = await Promise.all([createAgent(base.db), createAgent(base.db)])
      const uids = made.map(({ agent }) => agent.uid)
      const rows = made.map(({ agent, publicKey }) => {
        const text = Buffer.from(publicKey).toString('base64')
        const { id, uid, storeId, name, epoch, version } = agent
        const key = { key: publicKeyObject(text), publicKey: text, nextKey: null, keySinceMs: 0, keyWanted: false }
        return {
          id,
          uid,
          storeId,
          name,
          epoch,
          version,
          state: 'active' as const,
          ...key,
          join: FIRST_JOIN,
          head: Buffer.alloc(32),
        }
      })
      const postgres = postgresAgentRecord({ pool: base.pool, newId, now: () => new Date() })
      const memory = memoryAgentRecord(new MemoryDatabase(realClock, [], rows))
      for (const [nth, run] of steps.entries()) {
        const [first, second] = [await look(postgres, uids), await look(memory, uids)]
        expect(compared(second), `before step ${nth}`).toEqual(compared(first))
        expect(await run(memory, second), `step ${nth}`).toEqual(await run(postgres, first))
      }
      expect(compared(await look(memory, uids))).toEqual(compared(await look(postgres, uids)))
      // The keys are free again for the next run.
      await base.pool.query(
        `update agent set next_public_key = null, public_key = sha256(uid::text::bytea) where uid = any($1::uuid[])`,
        [uids],
      )
    }),
    { numRuns: 40 },
  )
})
