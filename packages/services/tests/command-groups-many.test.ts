import { afterAll, beforeAll, expect, it } from 'vitest'
import { listGroupMembers, runCommandGroups } from '../src/command-groups/index.ts'
import type { ServiceContext } from '../src/index.ts'
import { type GroupsBed, openGroupsBed } from './command-groups-bed.ts'

const AGENTS = 2_000
const AT_ONCE = 50
let bed: GroupsBed
beforeAll(async () => {
  bed = await openGroupsBed()
  await bed.addStores(AGENTS)
})
afterAll(() => bed[Symbol.asyncDispose]())

/** A context that counts the statements of each step. */
function counting(): { readonly ctx: ServiceContext; readonly taken: () => number } {
  let statements = 0
  const ctx = bed.as()
  const pool = Object.create(ctx.pool, {
    // What the pool asks by itself connects in another way.
    query: { value: ctx.pool.query.bind(ctx.pool) },
    connect: {
      value: async () => {
        const client = await ctx.pool.connect()
        return Object.create(client, {
          query: {
            value: (...asked: Parameters<typeof client.query>) => {
              statements += 1
              return client.query(...asked)
            },
          },
          release: { value: (error?: Error) => client.release(error) },
        })
      },
    },
  })
  return {
    ctx: { ...ctx, pool },
    taken: () => {
      const taken = statements
      statements = 0
      return taken
    },
  }
}

it(`reaches ${AGENTS} agents, never more than ${AT_ONCE} at the same time, each once`, async () => {
  const { ctx, taken } = counting()
  const groupId = await bed.begin({ kind: 'agent.status', atOnce: AT_ONCE })
  let mostOpen = 0
  let ticks = 0
  const statements = new Set<number>()
  for (let ended = false; !ended; ticks += 1) {
    const [taking] = await runCommandGroups(ctx)
    if (taking?.step.step === 'tell') statements.add(taken())
    else taken()
    const open = await bed.open(groupId)
    mostOpen = Math.max(mostOpen, open.length)
    // As in a chain: some answer sooner than others, and a few badly.
    const answering = Math.max(1, 17 + (ticks % 30))
    if (ticks % 10 === 9) await bed.answer(groupId, 'failed', 3)
    await bed.answer(groupId, 'done', answering)
    ended = taking?.step.step === 'end' || taking?.step.step === 'stop'
    expect(ticks).toBeLessThan(AGENTS)
  }
  const group = await bed.group(groupId)
  expect(group).toMatchObject({ state: 'done', endedWhy: 'all_told', counts: { notTold: 0, underWay: 0, waiting: 0 } })
  expect(group.counts.done + group.counts.failed).toBe(AGENTS)
  expect(mostOpen).toBe(AT_ONCE)
  const { rows } = await bed.base.pool.query(
    'select count(*)::int as all, count(distinct agent_id)::int as agents, max(counter) as counter from agent_command',
  )
  expect(rows).toEqual([{ all: AGENTS, agents: AGENTS, counter: 1 }])
  // As many statements for one agent as for fifty.
  expect([...statements]).toHaveLength(1)
})

it('tells five hundred for little more than it tells five', async () => {
  const { ctx, taken } = counting()
  const few = await bed.begin({ kind: 'agent.status', atOnce: 5 })
  await runCommandGroups(ctx)
  const forFew = taken()
  await bed.answer(few, 'done')
  await bed.base.pool.query(`update command_group set state = 'stopped', ended_at = now(), ended_why = 'stopped' where id = $1`, [
    few,
  ])
  const many = await bed.begin({ kind: 'agent.status', atOnce: 500 })
  await runCommandGroups(ctx)
  expect(taken()).toBe(forFew)
  expect(await bed.open(many)).toHaveLength(500)
})

it('shows its members page by page, each once and in their order', async () => {
  const groupId = await bed.begin({ kind: 'agent.status', atOnce: 1 })
  const seen: number[] = []
  const pages: number[] = []
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listGroupMembers>> = await listGroupMembers(bed.as(), { groupId, cursor, limit: 200 })
    seen.push(...page.members.map(({ place }) => place))
    pages.push(page.members.length)
    cursor = page.next
  }
  expect(seen).toEqual(Array.from({ length: AGENTS }, (_, nth) => nth + 1))
  expect(Math.max(...pages)).toBe(200)
})
