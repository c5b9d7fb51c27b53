import { afterEach, beforeEach, expect, it } from 'vitest'
import { changeRollout, runRollouts } from '../src/updates/index.ts'
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
