import { afterEach, beforeEach, expect, it } from 'vitest'
import { changeRollout, getUpdates, runRollouts } from '../src/updates/index.ts'
import { type GroupsBed, openGroupsBed } from './command-groups-bed.ts'
import { newId } from './ingest-bed.ts'

const DAY_MS = 86_400_000
let bed: GroupsBed
beforeEach(async () => {
  bed = await openGroupsBed()
})
afterEach(() => bed[Symbol.asyncDispose]())

/** One of 0.2.0 that is in its second ring, with these agents. */
async function roll(agents: readonly number[]): Promise<string> {
  const id = newId()
  const now = new Date(bed.nowMs)
  await bed.base.owner.query(
    `insert into agent_rollout (id, version, body, soak_minutes, reason, state, ring, ring_since, requested_by, requested_at, expires_at)
     values ($1, '0.2.0', '{}', '{0,0,0,0,0}', 'x', 'running', 1, $2, 'ada', $2, $3)`,
    [id, now, new Date(bed.nowMs + 30 * DAY_MS)],
  )
  await bed.base.owner.query(
    `insert into agent_rollout_agent (rollout_id, agent_id, store_id, ring, from_version)
     select $1, a.id, a.store_id, 1, '0.1.0' from agent a where a.id = any ($2)`,
    [id, agents],
  )
  return id
}
const commands = async (kind: string, agentId: number) =>
  (
    await bed.base.pool.query(
      'select state, outcome, args from agent_command where kind = $1 and agent_id = $2 order by counter',
      [kind, agentId],
    )
  ).rows
const end = (kind: string, agentId: number, outcome: string, code: string | null = null) =>
  bed.base.owner.query(
    `update agent_command set state = 'ended', outcome = $3, code = $4, ended_at = $5 where kind = $1 and agent_id = $2 and state <> 'ended'`,
    [kind, agentId, outcome, code, new Date(bed.nowMs)],
  )
const back = (rolloutId: string) => changeRollout(bed.as(), { rolloutId, to: 'return', reason: 'x' })

it.each([
  ['expired', null],
  ['failed', 'update_cut_off'],
  ['failed', 'update_unreachable'],
])('an agent whose update was %s (%s) is asked again, and is no reason to stop', async (outcome, code) => {
  const [agentId = 0] = await bed.addStores(1)
  await roll([agentId])
  await runRollouts(bed.as())
  await end('agent.update', agentId, outcome, code)
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'agents' })
  bed.nowMs += 2 * 3_600_000
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'agents' })
  expect(await commands('agent.update', agentId)).toMatchObject([{ outcome }, { state: 'waiting' }])
})

it.each([
  ['failed', 'update_unsound'],
  ['unanswered', null],
])('an agent whose update was %s (%s) is', async (outcome, code) => {
  const [agentId = 0] = await bed.addStores(1)
  await roll([agentId])
  await runRollouts(bed.as())
  await end('agent.update', agentId, outcome, code)
  expect(await runRollouts(bed.as())).toEqual({ step: 'stop', why: 'failed' })
})

it('whoever has the version goes back when it hears it weeks later, and is asked again when it never did', async () => {
  const [agentId = 0] = await bed.addStores(1)
  const rolloutId = await roll([agentId])
  await runRollouts(bed.as())
  await end('agent.update', agentId, 'done')
  await bed.base.owner.query(`update agent set version = '0.2.0' where id = $1`, [agentId])
  await back(rolloutId)
  const { rows } = await bed.base.pool.query<{ expiresAt: Date }>(
    `select expires_at as "expiresAt" from agent_command where kind = 'agent.return'`,
  )
  expect(rows[0]?.expiresAt.getTime()).toBe(bed.nowMs + 30 * DAY_MS)
  await back(rolloutId)
  expect(await commands('agent.return', agentId)).toHaveLength(1)
  await end('agent.return', agentId, 'expired')
  await back(rolloutId)
  expect(await commands('agent.return', agentId)).toMatchObject([
    { outcome: 'expired' },
    { state: 'waiting', args: { version: '0.1.0' } },
  ])
})

it('whoever has another version since then is not taken back by an older rollout', async () => {
  const [older = 0, newer = 0] = await bed.addStores(2)
  const rolloutId = await roll([older, newer])
  await runRollouts(bed.as())
  for (const agentId of [older, newer]) await end('agent.update', agentId, 'done')
  await bed.base.owner.query(`update agent set version = case when id = $1 then '0.2.0' else '0.3.0' end`, [older])
  await back(rolloutId)
  expect(await commands('agent.return', older)).toHaveLength(1)
  expect(await commands('agent.return', newer)).toEqual([])
})

it('an agent that was revoked before it could take the version is waited for no longer', async () => {
  const [works = 0, revoked = 0] = await bed.addStores(2)
  await roll([works, revoked])
  await runRollouts(bed.as())
  await end('agent.update', works, 'done')
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'agents' })
  await bed.base.owner.query(`update agent set state = 'revoked', revoked_at = $2 where id = $1`, [revoked, new Date(bed.nowMs)])
  expect(await runRollouts(bed.as())).not.toEqual({ step: 'wait', why: 'agents' })
})

const line = (agentId: number, connected: boolean) =>
  bed.base.owner.query('update agent_presence set connected = $2, since = $3 where agent_id = $1', [
    ...[agentId, connected, new Date(bed.nowMs)],
  ])
const inLab = (agentId: number) => bed.base.owner.query(`update agent_rollout_agent set ring = 0 where agent_id = $1`, [agentId])

it('a store that is away holds no place and no ring, and is asked when it is back', async () => {
  const [works = 0, other = 0, away = 0] = await bed.addStores(3)
  const rolloutId = await roll([works, other, away])
  await runRollouts(bed.as())
  await line(away, false)
  for (const agentId of [works, other]) await end('agent.update', agentId, 'done')
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'agents' })
  bed.nowMs += 11 * 60_000
  // Of the two that work no payment is known yet: that alone is waited for.
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'few_payments' })
  expect(await commands('agent.update', away)).toMatchObject([{ state: 'ended', outcome: 'withdrawn' }])
  const { rollouts } = await getUpdates(bed.as())
  expect(rollouts.find(({ id }) => id === rolloutId)?.rings[1]?.counts).toMatchObject({ works: 2, absent: 1, waiting: 0 })
  await line(away, true)
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'agents' })
  expect(await commands('agent.update', away)).toMatchObject([{ outcome: 'withdrawn' }, { state: 'waiting' }])
})

it('a ring most of which is away has shown nothing, and one that fell silent after it was told is waited for', async () => {
  const [works = 0, away = 0, gone = 0] = await bed.addStores(3)
  await roll([works, away, gone])
  await inLab(works)
  for (const agentId of [away, gone]) await line(agentId, false)
  bed.nowMs += 11 * 60_000
  await runRollouts(bed.as())
  await end('agent.update', works, 'done')
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'absent' })
  await line(away, true)
  await runRollouts(bed.as())
  await bed.base.owner.query(`update agent_command set state = 'sent' where agent_id = $1`, [away])
  await line(away, false)
  bed.nowMs += 11 * 60_000
  expect(await runRollouts(bed.as())).toEqual({ step: 'wait', why: 'agents' })
  expect(await commands('agent.update', away)).toMatchObject([{ state: 'sent' }])
})
