import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approveGroup, getGroup, listGroupMembers, listGroups, runCommandGroups, stopGroup } from '../src/command-groups/index.ts'
import { tellMembers } from '../src/command-groups/tell-members.ts'
import {
  type DriverSchema,
  previewConfiguration,
  SendConfigurationInput,
  sendConfiguration,
} from '../src/configurations/index.ts'
import { clearSetting, setSetting } from '../src/device-settings/index.ts'
import { inTransaction } from '../src/in-transaction.ts'
import { type GroupsBed, openGroupsBed } from './command-groups-bed.ts'
import { why } from './devices-bed.ts'

let bed: GroupsBed
beforeAll(async () => {
  bed = await openGroupsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const setting = 'agent.logLevel' as const
/** A country of its own for each test. */
const placeOf = (country: string) => ({ kind: 'country', country }) as const

/** As far as this looks: a protocol that takes every setting. */
const zvt = {
  ...{ id: 'zvt', label: 'ZVT', remoteSettings: ['timers.poll'] },
  parseSettings: (settings: unknown) => ({ settings }),
}

async function send(country: string, more: object = {}, drivers: readonly DriverSchema[] = []) {
  const place = placeOf(country)
  const preview = await previewConfiguration(bed.as(), drivers, { place })
  const input = SendConfigurationInput.parse({ place, token: preview.token, reason: 'quieter logs', window: null, ...more })
  return { preview, ...(await sendConfiguration(bed.as(), drivers, input)) }
}

const documents = async (agents: readonly number[]) => {
  const { rows } = await bed.base.pool.query<{ agentId: number; number: number; document: string; group: string | null }>(
    `select v.agent_id as "agentId", v.number, v.document, m.group_id::text as group from agent_configuration v
     left join command_group_agent m on m.command_id = v.command_id where v.agent_id = any ($1::int4[]) order by v.agent_id, v.number`,
    [agents],
  )
  return rows
}

describe('a configuration for more agents than go at once', () => {
  it('waits for a second person, who sees what it changes; then goes a few at a time, to each what was looked at', async () => {
    const agents = await bed.addStores(210, 1, 'AT')
    await setSetting(bed.as(), { place: placeOf('AT'), setting, value: 'warn', before: null })
    const { preview, sent, group } = await send('AT', { atOnce: 20 })
    expect(preview).toMatchObject({ agents: 210, changing: 210, stores: 210, takesTwo: true, sentAtOnce: 200 })
    expect([sent, group?.waits]).toEqual([0, true])
    const groupId = group?.groupId ?? ''
    expect(await getGroup(bed.as('bo'), { groupId })).toMatchObject({
      ...{ kind: 'agent.configure', state: 'proposed', members: 210, atOnce: 20, mayApprove: true },
      args: { window: null },
      changes: [{ setting, from: null, to: 'warn', agents: 210 }],
    })
    await runCommandGroups(bed.as())
    expect(await documents(agents)).toEqual([])
    expect(await why(approveGroup(bed.as('ada'), { groupId }))).toBe('forbidden asked_oneself')
    await approveGroup(bed.as('bo'), { groupId })
    // What is said since then was not looked at.
    await setSetting(bed.as(), { place: placeOf('AT'), setting, value: 'debug', before: 'warn' })
    await runCommandGroups(bed.as())
    const told = await documents(agents)
    expect(told).toHaveLength(20)
    expect(told[0]).toMatchObject({ number: 1, group: groupId })
    expect(JSON.parse(told[0]?.document ?? '{}')).toEqual({ v: 1, number: 1, logLevel: 'warn', terminals: [] })
    await runCommandGroups(bed.as())
    expect(await documents(agents)).toHaveLength(20)
    await bed.answer(groupId, 'done')
    await runCommandGroups(bed.as())
    expect(await documents(agents)).toHaveLength(40)
    const { withdrawn } = await stopGroup(bed.as(), { groupId, reason: 'enough' })
    expect(withdrawn).toBe(20)
    await runCommandGroups(bed.as())
    expect(await documents(agents)).toHaveLength(40)
    await clearSetting(bed.as(), { place: placeOf('AT'), setting, before: 'debug' })
  })

  it('passes over an agent that has another configuration by its turn, and waits for one that is being configured', async () => {
    const agents = await bed.addStores(203, 1, 'CH')
    await setSetting(bed.as(), { place: placeOf('CH'), setting, value: 'warn', before: null })
    const { group } = await send('CH', { atOnce: 500 })
    const groupId = group?.groupId ?? ''
    const [other = 0, alone = 0] = agents
    const { rows } = await bed.base.pool.query(`select store_id as "storeId" from agent where id = $1`, [alone])
    const near = { kind: 'store', storeId: rows[0].storeId } as const
    const one = await previewConfiguration(bed.as(), [], { place: near })
    const asked = { place: near, token: one.token, reason: 'this one first', window: null }
    expect(await sendConfiguration(bed.as(), [], SendConfigurationInput.parse(asked))).toMatchObject({ sent: 1, group: null })
    await approveGroup(bed.as('bo'), { groupId })
    await bed.base.pool.query('update agent set configuration_number = 7, configuration_hash = $2 where id = $1', [
      other,
      Buffer.alloc(32),
    ])
    await runCommandGroups(bed.as())
    const told = await documents(agents)
    expect(told.filter((each) => each.group === groupId)).toHaveLength(201)
    expect(told.filter(({ agentId }) => agentId === alone)).toMatchObject([{ number: 1, group: null }])
    expect(told.filter(({ agentId }) => agentId === other)).toEqual([])
    const { members } = await listGroupMembers(bed.as(), { groupId, which: 'trouble' })
    expect(members).toMatchObject([{ agentId: other, passedOver: 'configured_meanwhile' }])
    // Five that fare badly of so many that ended stop it.
    await bed.answer(groupId, 'failed', 6)
    await runCommandGroups(bed.as())
    expect(await getGroup(bed.as(), { groupId })).toMatchObject({ state: 'stopped', endedWhy: 'failing' })
    await clearSetting(bed.as(), { place: placeOf('CH'), setting, before: 'warn' })
  })

  it('with a window is told by each store’s own clock', async () => {
    const agents = await bed.addStores(201, 1, 'PT')
    const zones = ['Europe/Lisbon', 'Atlantic/Azores']
    for (const [at, zone] of zones.entries())
      await bed.base.owner.query(
        `insert into store_hours (store_id, valid_from, time_zone, cut_off_minutes) select store_id, '2020-01-01', $2, 240 from agent
         where id = any ($1::int4[]) and (id = $3) = $4`,
        [agents, zone, agents[0], at === 1],
      )
    await setSetting(bed.as(), { place: placeOf('PT'), setting, value: 'warn', before: null })
    bed.nowMs = Date.UTC(2026, 10, 21, 1, 30)
    const { group } = await send('PT', { atOnce: 500, window: '02:00-03:00' })
    const groupId = group?.groupId ?? ''
    await approveGroup(bed.as('bo'), { groupId })
    await runCommandGroups(bed.as())
    expect(await documents(agents)).toEqual([])
    // Two o'clock in Lisbon is one o'clock on the Azores.
    bed.nowMs = Date.UTC(2026, 10, 21, 2, 10)
    await runCommandGroups(bed.as())
    expect(await documents(agents)).toHaveLength(200)
    await bed.answer(groupId, 'done')
    bed.nowMs = Date.UTC(2026, 10, 21, 3, 10)
    await runCommandGroups(bed.as())
    expect((await documents(agents)).map(({ agentId }) => agentId)).toContain(agents[0])
    const { rows } = await bed.base.pool.query(`select max(expires_at) as until from agent_command where agent_id = $1`, [
      agents[0],
    ])
    expect(rows[0].until).toEqual(new Date(Date.UTC(2026, 10, 21, 4)))
    await clearSetting(bed.as(), { place: placeOf('PT'), setting, before: 'warn' })
  })
})

it('that goes to stores in parts counts those of the last hour together: the store too many takes a second person', async () => {
  bed.nowMs += 3 * 3_600_000
  for (const country of ['SE', 'FI']) {
    await bed.addStores(15, 1, country)
    await setSetting(bed.as(), { place: placeOf(country), setting, value: 'warn', before: null })
  }
  expect(await send('SE')).toMatchObject({ preview: { stores: 15, isPaced: false, takesTwo: false }, sent: 15, group: null })
  const { preview, sent, group } = await send('FI')
  expect([preview.isPaced, preview.takesTwo, sent, group?.waits]).toEqual([true, true, 0, true])
  await stopGroup(bed.as(), { groupId: group?.groupId ?? '', reason: 'later' })
  bed.nowMs += 2 * 3_600_000
  expect(await send('FI')).toMatchObject({ preview: { isPaced: false, takesTwo: false }, sent: 15, group: null })
})

it('tells how many more changes there are than it shows, and whoever reaches a part of it those of that part alone', async () => {
  bed.nowMs += 3 * 3_600_000
  const agents = await bed.addStores(45, 1, 'NO')
  const { rows } = await bed.base.pool.query<{ storeId: number }>(
    'select store_id as "storeId" from agent where id = any ($1::int4[]) order by id',
    [agents],
  )
  for (const [at, { storeId }] of rows.entries()) {
    const place = { kind: 'store', storeId } as const
    await setSetting(bed.as(), { place, setting: 'zvt.poll', value: 10_000 + at, before: null })
  }
  const { group } = await send('NO', {}, [zvt])
  const groupId = group?.groupId ?? ''
  const whole = await getGroup(bed.as('bo'), { groupId })
  expect(whole).toMatchObject({ mayApprove: true, moreChanges: 5, args: { window: null } })
  expect([whole.changes.length, Object.keys(whole.args)]).toEqual([40, expect.not.arrayContaining(['moreChanges', 'changes'])])
  const last = bed.as('bo', { kind: 'stores', storeIds: rows.slice(-2).map(({ storeId }) => storeId) })
  expect(await getGroup(last, { groupId })).toMatchObject({
    ...{ mayApprove: false, moreChanges: 0 },
    changes: [43, 44].map((at) => ({ setting: 'zvt.poll', from: null, to: 10_000 + at, agents: 1 })),
  })
  const [listed] = (await listGroups(last)).filter((one) => one.groupId === groupId)
  expect(JSON.stringify(listed)).not.toContain('zvt.poll')
  // A group of a release before says nothing of what it left out.
  await bed.base.owner.query(`update command_group set args = args - 'moreChanges' where id = $1`, [groupId])
  expect(await getGroup(bed.as('bo'), { groupId })).toMatchObject({ moreChanges: 5 })
  await stopGroup(bed.as(), { groupId, reason: 'looked at' })
})

it('is told by no hub that knows no documents: a step of the release before tells nobody anything', async () => {
  bed.nowMs += 3 * 3_600_000
  const agents = await bed.addStores(21, 1, 'DK')
  await setSetting(bed.as(), { place: placeOf('DK'), setting, value: 'warn', before: null })
  const { group } = await send('DK')
  const groupId = group?.groupId ?? ''
  await approveGroup(bed.as('bo'), { groupId })
  // What that release does with every group.
  const asBefore = inTransaction(bed.as(), (client) => tellMembers(bed.as(), client, groupId, 50))
  await expect(asBefore).rejects.toThrow('agent_command_document_check')
  expect((await getGroup(bed.as(), { groupId })).counts).toMatchObject({ notTold: 21, waiting: 0 })
  await runCommandGroups(bed.as())
  expect(await documents(agents)).toHaveLength(21)
})
