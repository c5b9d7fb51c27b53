import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import {
  BeginGroupInput,
  beginGroup,
  DisturbGroupInput,
  disturbGroup,
  getGroup,
  listGroupMembers,
  previewGroup,
  stopGroup,
} from '@counterfoil/services/command-groups'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { openStoreInProcess, type StoreInProcess } from './support/store-in-process.ts'

let base: TestDatabase
let hubs: StartedHub[] = []
const stores: StoreInProcess[] = []
const chosen = { kind: 'place', scope: { kind: 'chain' } } as const

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await base.owner.query(
    `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
     values ('ops', 'Maria Vogel', 'm@chain.example', true, now(), now(), 'operations', 'chain')`,
  )
  const secrets = [new Uint8Array(32).fill(1)] as const
  // Two hubs over one database: both look after groups, the agents are connected to the first.
  hubs = [await startHub(base, { secrets }), await startHub(base, { secrets })]
  for (const seed of [1, 2, 3]) stores.push(await openStoreInProcess(base, { hubUrl: () => hubs[0]?.url ?? '', seed }))
})
afterAll(async () => {
  for (const store of stores) await store.end()
  for (const hub of hubs) await hub.close()
  await base?.close()
})

const ctx = (): ServiceContext => ({
  db: base.db,
  pool: base.pool,
  actor: { kind: 'user', id: 'ops', sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] },
  now: () => new Date(),
  newId,
})
const token = async (kind: string) => (await previewGroup(ctx(), { chosen, kind, args: {} })).token

it('asks real agents one after the other, and the record has each end', async () => {
  await until(async () => (await previewGroup(ctx(), { chosen, kind: 'terminal.status', args: {} })).away === 0)
  const kind = 'terminal.status'
  const { groupId } = await beginGroup(
    ctx(),
    BeginGroupInput.parse({ chosen, kind, args: {}, token: await token(kind), atOnce: 1 }),
  )
  await until(async () => (await getGroup(ctx(), { groupId })).state === 'done')
  expect((await getGroup(ctx(), { groupId })).counts).toMatchObject({ done: 3 })
  const { members } = await listGroupMembers(ctx(), { groupId })
  expect(members.map(({ terminal, line }) => [terminal, line !== null])).toEqual(stores.map(() => ['lane-1', true]))
  const { rows } = await base.pool.query<{ asked: Date; ended: Date }>(
    `select c.requested_at as asked, c.ended_at as ended from agent_command c join command_group_agent m on m.command_id = c.id
     where m.group_id = $1 order by m.place`,
    [groupId],
  )
  for (const [nth, { asked }] of rows.entries()) if (nth > 0) expect(asked >= (rows[nth - 1]?.ended ?? asked)).toBe(true)
  const ends = await base.pool.query(
    `select from audit_entry e join command_group_agent m on m.command_id::text = e.target_id where e.action = 'command.ended' and m.group_id = $1`,
    [groupId],
  )
  expect(ends.rowCount).toBe(3)
})

it('tells a store that was away when it is back, and nobody after it was stopped', async () => {
  const [first, second, third] = stores as [StoreInProcess, StoreInProcess, StoreInProcess]
  await first.agent.stop()
  await until(async () => (await previewGroup(ctx(), { chosen, kind: 'terminal.reset_port', args: {} })).away === 1)
  const kind = 'terminal.reset_port'
  const input = { chosen, kind, args: {}, token: await token(kind), reason: 'a new cable' }
  const { groupId } = await disturbGroup(ctx(), DisturbGroupInput.parse(input))
  const counts = async () => (await getGroup(ctx(), { groupId })).counts
  await until(async () => (await counts()).done === 2)
  expect(await counts()).toMatchObject({ notTold: 1, away: 1 })
  await first.agent.start()
  await until(async () => (await getGroup(ctx(), { groupId })).state === 'done')
  expect(await counts()).toMatchObject({ done: 3 })

  await second.agent.stop()
  await third.agent.stop()
  await until(async () => (await previewGroup(ctx(), { chosen, kind: 'agent.ports', args: {} })).away === 2)
  const ports = { chosen, kind: 'agent.ports', args: {}, token: await token('agent.ports') }
  const stopped = await beginGroup(ctx(), BeginGroupInput.parse(ports))
  await until(async () => (await getGroup(ctx(), stopped)).counts.done === 1)
  await stopGroup(ctx(), { ...stopped, reason: 'enough' })
  await second.agent.start()
  await until(async () => (await previewGroup(ctx(), { chosen, kind: 'agent.ports', args: {} })).away === 1)
  expect((await getGroup(ctx(), stopped)).counts).toMatchObject({ done: 1, notTold: 2 })
})
