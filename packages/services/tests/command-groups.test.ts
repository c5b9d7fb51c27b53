import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  approveGroup,
  BeginGroupInput,
  beginGroup,
  listGroupMembers,
  listGroups,
  previewGroup,
  runCommandGroups,
  STORES_ALONE,
  stopGroup,
} from '../src/command-groups/index.ts'
import { endOverdueCommands } from '../src/commands/index.ts'
import { everywhere, type GroupsBed, openGroupsBed } from './command-groups-bed.ts'

let bed: GroupsBed
beforeEach(async () => {
  bed = await openGroupsBed()
})
afterEach(() => bed[Symbol.asyncDispose]())

const MINUTE_MS = 60_000
const actions = async (groupId: string) =>
  (
    await bed.base.pool.query<{ action: string; by: string; outcome: string; body: Buffer }>(
      'select action, actor_type as by, outcome, body from audit_entry where target_id = $1 order by acted_at, id',
      [groupId],
    )
  ).rows.map(({ body, ...entry }) => ({ ...entry, body: JSON.parse(body.toString()) }))

describe('a command to many', () => {
  it('shows who would be asked before anybody is', async () => {
    const [first, second, third] = await bed.addStores(4, 2)
    await bed.base.owner.query(`update agent_presence set connected = false where agent_id = $1`, [first])
    await bed.base.owner.query(`update agent set state = 'locked' where id = $1`, [second])
    await bed.base.owner.query(`update terminal_assignment set until = now(), until_recorded_at = now() where agent_id = $1`, [
      third,
    ])
    const look = (kind: string, more: object = {}) =>
      previewGroup(bed.as(), { chosen: { ...everywhere, ...more }, kind, args: {} })
    expect(await look('agent.restart')).toMatchObject({
      ...{ class: 2, ofTerminals: false, members: 3, agents: 3, stores: 3, away: 1, shutOut: 1, withoutTerminal: 0, leftOut: 0 },
      ...{ takesTwo: false, protocols: ['opi', 'zvt'], versions: ['0.1.0'] },
    })
    expect(await look('terminal.status')).toMatchObject({ members: 4, agents: 2, stores: 2, withoutTerminal: 1, shutOut: 1 })
    expect(await look('terminal.status', { protocol: 'opi' })).toMatchObject({ members: 2, withoutTerminal: 0 })
    expect(await look('agent.status', { version: '9.9.9' })).toMatchObject({ members: 0 })
    await expect(look('agent.rotate_key')).rejects.toMatchObject({ reason: 'command_class_wrong' })
    await expect(look('terminal.capture')).rejects.toMatchObject({ reason: 'command_class_wrong' })
    await expect(look('agent.configure')).rejects.toMatchObject({ reason: 'command_class_wrong' })
    const drill = { chosen: everywhere, kind: 'link.drill', args: { seconds: 60 } }
    await expect(previewGroup(bed.as(), drill)).rejects.toMatchObject({ reason: 'command_class_wrong' })
    await expect(look('agent.log')).rejects.toMatchObject({ reason: 'command_args_wrong' })
  })

  it('is told a few at a time, each once and with the next number of its agent, until all have ended', async () => {
    await bed.addStores(3, 2)
    const groupId = await bed.begin({ kind: 'terminal.status', atOnce: 4 })
    expect(await bed.step()).toEqual({ step: 'tell', count: 4 })
    expect((await bed.open(groupId)).map(({ terminal }) => terminal)).toEqual(['lane-1', 'lane-2', 'lane-1', 'lane-2'])
    expect(await bed.step()).toEqual({ step: 'wait', why: 'under_way' })
    await bed.answer(groupId, 'done', 1)
    expect(await bed.step()).toEqual({ step: 'tell', count: 1 })
    await bed.answer(groupId, 'done')
    expect(await bed.step()).toEqual({ step: 'tell', count: 1 })
    expect(await bed.step()).toEqual({ step: 'wait', why: 'answers' })
    await bed.answer(groupId, 'done')
    expect(await bed.step()).toEqual({ step: 'end', why: 'all_told' })
    expect(await bed.group(groupId)).toMatchObject({ state: 'done', endedWhy: 'all_told', counts: { done: 6, notTold: 0 } })
    const { rows } = await bed.base.pool.query(
      `select agent_id, array_agg(counter order by counter) as counters, max(a.command_counter) as last
       from agent_command c join agent a on a.id = c.agent_id group by agent_id`,
    )
    expect(rows.map(({ counters, last }) => [counters, last])).toEqual(Array.from({ length: 3 }, () => [[1, 2], 2]))
    expect(await actions(groupId)).toMatchObject([
      { action: 'command_group.begun', by: 'user', body: { after: { members: 6, stores: 3, atOnce: 4, class: 0 } } },
      { action: 'command_group.ended', by: 'system', outcome: 'done', body: { after: { why: 'all_told', counts: { done: 6 } } } },
    ])
  })

  it('is told to nobody twice by two hubs that look at the same moment', async () => {
    await bed.addStores(12)
    const groupId = await bed.begin({ kind: 'agent.status', atOnce: 5 })
    await Promise.all(Array.from({ length: 4 }, () => runCommandGroups(bed.as())))
    expect(await bed.open(groupId)).toHaveLength(5)
    const { rows } = await bed.base.pool.query(
      'select count(*)::int as all, count(distinct agent_id)::int as agents from agent_command',
    )
    expect(rows).toEqual([{ all: 5, agents: 5 }])
  })

  it('keeps to so many in a minute', async () => {
    await bed.addStores(7)
    const groupId = await bed.begin({ kind: 'agent.status', atOnce: 50, perMinute: 3 })
    expect(await bed.step()).toEqual({ step: 'tell', count: 3 })
    await bed.answer(groupId, 'done')
    expect(await bed.step()).toEqual({ step: 'wait', why: 'pace' })
    bed.nowMs += MINUTE_MS
    expect(await bed.step()).toEqual({ step: 'tell', count: 3 })
  })

  it('waits for stores that are away, passes over what is gone, and ends when its time is over', async () => {
    const agents = await bed.addStores(4)
    const [away, back, gone, moved] = agents
    await bed.base.owner.query('update agent_presence set connected = false where agent_id = any ($1)', [[away, back]])
    const groupId = await bed.begin({ kind: 'terminal.status', tellMinutes: 30 })
    await bed.base.owner.query(`update agent set state = 'revoked', revoked_at = now() where id = $1`, [gone])
    await bed.base.owner.query(`update terminal_assignment set until = now(), until_recorded_at = now() where agent_id = $1`, [
      moved,
    ])
    expect(await bed.step()).toEqual({ step: 'wait', why: 'away' })
    await bed.base.owner.query('update agent_presence set connected = true where agent_id = $1', [back])
    expect(await bed.step()).toEqual({ step: 'tell', count: 1 })
    await bed.answer(groupId, 'done')
    expect((await bed.group(groupId)).counts).toMatchObject({ notTold: 1, away: 1, passedOver: 2, done: 1 })
    bed.nowMs += 30 * MINUTE_MS
    expect(await bed.step()).toEqual({ step: 'end', why: 'expired' })
    const { members } = await listGroupMembers(bed.as(), { groupId })
    expect(members.map(({ agentId, state, passedOver }) => [agentId, state, passedOver])).toEqual([
      [away, 'not_told', null],
      [back, 'done', null],
      [gone, 'passed_over', 'agent_gone'],
      [moved, 'passed_over', 'terminal_gone'],
    ])
  })

  it('gives the place of a store that went away before it heard to the next, and tells it when it is back', async () => {
    const [away = 0, other = 0] = await bed.addStores(2)
    const line = (connected: boolean) =>
      bed.base.owner.query('update agent_presence set connected = $2, since = $3 where agent_id = $1', [
        ...[away, connected, new Date(bed.nowMs)],
      ])
    const groupId = await bed.begin({ kind: 'agent.status', atOnce: 1 })
    await bed.step()
    await line(false)
    expect(await bed.step()).toEqual({ step: 'wait', why: 'under_way' })
    bed.nowMs += 3 * MINUTE_MS
    expect(await bed.step()).toEqual({ step: 'tell', count: 1 })
    expect((await bed.open(groupId)).map(({ agentId }) => agentId)).toEqual([other])
    expect((await bed.group(groupId)).counts).toMatchObject({ notTold: 1, away: 1, waiting: 1 })
    await bed.answer(groupId, 'done')
    expect(await bed.step()).toEqual({ step: 'wait', why: 'away' })
    await line(true)
    expect(await bed.step()).toEqual({ step: 'tell', count: 1 })
    // What it has heard may be done already: that is waited for, and never told again.
    await bed.base.pool.query(`update agent_command set state = 'sent' where state <> 'ended'`)
    await line(false)
    bed.nowMs += 3 * MINUTE_MS
    expect(await bed.step()).toEqual({ step: 'wait', why: 'answers' })
    expect(await bed.open(groupId)).toMatchObject([{ agentId: away, state: 'sent' }])
  })

  it('stops by itself when too many fare badly, and takes back what nobody has heard', async () => {
    await bed.addStores(20)
    const groupId = await bed.disturb({ kind: 'agent.restart', atOnce: 10 })
    await bed.step()
    await bed.answer(groupId, 'done', 3)
    await bed.answer(groupId, 'failed', 1)
    expect(await bed.step()).toEqual({ step: 'tell', count: 4 })
    await bed.base.pool.query(`update agent_command set state = 'sent' where id = $1`, [(await bed.open(groupId))[1]?.id])
    await bed.answer(groupId, 'unanswered', 1)
    expect(await bed.step()).toEqual({ step: 'stop', why: 'failing' })
    expect(await bed.group(groupId)).toMatchObject({ state: 'stopped', endedWhy: 'failing' })
    const { counts } = await bed.group(groupId)
    expect(counts).toMatchObject({ done: 3, failed: 1, unanswered: 1, underWay: 1, withdrawn: 8, notTold: 6 })
    expect(await bed.step()).toBeUndefined()
    expect((await actions(groupId)).at(-1)).toMatchObject({ action: 'command_group.ended', outcome: 'failed' })
  })

  it('is stopped by a person: nobody more is told, what is under way says how it ended', async () => {
    await bed.addStores(6)
    const groupId = await bed.begin({ kind: 'agent.status', atOnce: 3 })
    await bed.step()
    await bed.base.pool.query(`update agent_command set state = 'started' where id = $1`, [(await bed.open(groupId))[0]?.id])
    expect(await stopGroup(bed.as('bo'), { groupId, reason: 'enough' })).toEqual({ withdrawn: 2 })
    expect(await bed.step()).toBeUndefined()
    await bed.answer(groupId, 'done')
    expect(await bed.group(groupId)).toMatchObject({
      ...{ state: 'stopped', endedWhy: 'stopped', mayStop: false },
      counts: { done: 1, withdrawn: 2, notTold: 3, underWay: 0 },
    })
    await expect(stopGroup(bed.as(), { groupId, reason: 'again' })).rejects.toMatchObject({ reason: 'group_ended' })
    expect((await actions(groupId)).map(({ action }) => action)).toEqual(['command_group.begun', 'command_group.stopped'])
  })

  it('of one agent never has more open than an agent may have', async () => {
    await bed.addStores(1, 25)
    const groupId = await bed.begin({ kind: 'terminal.status', atOnce: 50 })
    await bed.step()
    expect(await bed.open(groupId)).toHaveLength(20)
    await bed.answer(groupId, 'done', 7)
    await bed.step()
    expect(await bed.open(groupId)).toHaveLength(18)
  })

  it('is over for an agent that never hears it, which counts as nobody’s fault', async () => {
    await bed.addStores(6)
    const groupId = await bed.begin({ kind: 'agent.status', atOnce: 6 })
    await bed.step()
    bed.nowMs += 16 * MINUTE_MS
    await endOverdueCommands(bed.as())
    expect(await bed.step()).toEqual({ step: 'end', why: 'all_told' })
    expect((await bed.group(groupId)).counts).toMatchObject({ expired: 6 })
  })

  it('begins for nobody else than was looked at', async () => {
    await bed.addStores(2)
    const { token } = await previewGroup(bed.as(), { chosen: everywhere, kind: 'agent.status', args: {} })
    await bed.addStores(1)
    const input = BeginGroupInput.parse({ chosen: everywhere, kind: 'agent.status', args: {}, token })
    await expect(beginGroup(bed.as(), input)).rejects.toMatchObject({ code: 'conflict', reason: 'changed_meanwhile' })
    // Nor for another thing.
    await expect(beginGroup(bed.as(), { ...input, kind: 'agent.ports' })).rejects.toMatchObject({ reason: 'changed_meanwhile' })
  })

  it('is for devices one by one as well: a terminal, or the PC the agent runs on', async () => {
    const [agentId] = await bed.addStores(2, 2)
    const { rows } = await bed.base.owner.query<{ id: number; kind: string }>(
      `with t as (select x.id, x.store_id from terminal x join terminal_assignment a on a.terminal_id = x.id where a.agent_id = $1 and a.key = 'lane-2')
       insert into device (kind, store_id, terminal_id, agent_id, state, registered, created_at)
       select 'terminal', store_id, id, null::int4, 'active', true, now() from t
       union all select 'agent_pc', store_id, null, $1, 'active', true, now() from t
       union all select 'terminal', store_id, null, null, 'active', true, now() from t returning id, kind`,
      [agentId],
    )
    const chosen = { kind: 'devices' as const, ids: rows.map(({ id }) => id) }
    const look = (kind: string) => previewGroup(bed.as(), { chosen, kind, args: {} })
    expect(await look('terminal.status')).toMatchObject({ members: 1, withoutTerminal: 1, leftOut: 1 })
    expect(await look('agent.status')).toMatchObject({ members: 1, agents: 1, leftOut: 1 })
    const groupId = await bed.begin({ kind: 'terminal.status', chosen })
    await bed.step()
    expect(await bed.open(groupId)).toMatchObject([{ agentId, terminal: 'lane-2' }])
  })
})

describe('in many stores, what disturbs them', () => {
  it('waits for a second person, who is not the one that asked and reaches all of them', async () => {
    const agents = await bed.addStores(STORES_ALONE + 1)
    await bed.base.owner.query(`update store set country = 'FR' where id = (select store_id from agent where id = $1)`, [
      agents[0],
    ])
    await expect(bed.disturb({ kind: 'agent.restart' })).rejects.toMatchObject({ reason: 'takes_two' })
    const groupId = await bed.propose({ kind: 'agent.restart', tellMinutes: 90 })
    expect(await bed.step()).toBeUndefined()
    expect(await bed.group(groupId)).toMatchObject({ state: 'proposed', mayApprove: false, mayStop: true })
    await expect(approveGroup(bed.as('ada'), { groupId })).rejects.toMatchObject({ reason: 'asked_oneself' })
    const inGermany = bed.as('bo', { kind: 'country', country: 'DE' })
    expect(await bed.group(groupId, inGermany)).toMatchObject({ mayApprove: false, mayStop: false })
    await expect(approveGroup(inGermany, { groupId })).rejects.toMatchObject({ reason: 'not_all_yours' })
    expect(await bed.group(groupId, bed.as('bo'))).toMatchObject({ mayApprove: true })
    // Its hours begin with the second person's word.
    bed.nowMs += 50 * MINUTE_MS
    await approveGroup(bed.as('bo'), { groupId })
    expect(await bed.group(groupId)).toMatchObject({
      state: 'running',
      approvedBy: 'bo',
      expiresAtMs: bed.nowMs + 90 * MINUTE_MS,
    })
    expect(await bed.step()).toEqual({ step: 'tell', count: STORES_ALONE + 1 })
    await expect(approveGroup(bed.as('bo'), { groupId })).rejects.toMatchObject({ reason: 'group_not_proposed' })
    expect((await actions(groupId)).map(({ action }) => action)).toEqual(['command_group.proposed', 'command_group.approved'])
  })

  it('counts what one person begins in parts within an hour', async () => {
    await bed.addStores(STORES_ALONE, 1, 'DE')
    await bed.addStores(1, 1, 'FR')
    const inCountry = (country: string) => ({ kind: 'place', scope: { kind: 'country', country } }) as const
    const [many, one] = [
      { kind: 'agent.restart', chosen: inCountry('DE') },
      { kind: 'agent.restart', chosen: inCountry('FR') },
    ]
    await bed.disturb(many)
    await bed.disturb(many)
    expect(await previewGroup(bed.as(), { ...one, args: {} })).toMatchObject({ stores: 1, takesTwo: true })
    await expect(bed.disturb(one)).rejects.toMatchObject({ reason: 'takes_two' })
    await bed.disturb(one, bed.as('bo'))
    bed.nowMs += 60 * MINUTE_MS
    await bed.disturb(one)
  })

  it('is over when nobody approves it within the hour', async () => {
    await bed.addStores(1)
    const groupId = await bed.propose({ kind: 'agent.restart' })
    bed.nowMs += 60 * MINUTE_MS
    await expect(approveGroup(bed.as('bo'), { groupId })).rejects.toMatchObject({ reason: 'group_not_proposed' })
    await bed.step()
    expect(await bed.group(groupId)).toMatchObject({ state: 'stopped', endedWhy: 'expired' })
    expect((await actions(groupId)).at(-1)).toMatchObject({ action: 'command_group.ended', by: 'system', outcome: 'failed' })
  })

  it('cannot be approved by who asked, whatever the program does: the database refuses it', async () => {
    await bed.addStores(1)
    const groupId = await bed.propose({ kind: 'agent.restart' })
    await expect(
      bed.base.pool.query(`update command_group set approved_by = 'ada', state = 'running', begun_at = now() where id = $1`, [
        groupId,
      ]),
    ).rejects.toThrow('command_group_approved_check')
  })
})

describe('whoever reaches a part of the chain', () => {
  it('asks, sees and counts nothing beyond it', async () => {
    await bed.addStores(2, 1, 'DE')
    const [french] = await bed.addStores(1, 1, 'FR')
    const inFrance = bed.as('bo', { kind: 'country', country: 'FR' })
    const look = (ctx = bed.as()) => previewGroup(ctx, { chosen: everywhere, kind: 'agent.status', args: {} })
    expect(await look()).toMatchObject({ members: 3 })
    expect(await look(inFrance)).toMatchObject({ members: 1 })
    const whole = await bed.begin({ kind: 'agent.status' })
    const german = await bed.begin({ kind: 'agent.ports', chosen: { kind: 'place', scope: { kind: 'country', country: 'DE' } } })
    await bed.step()
    expect((await listGroups(inFrance)).map(({ groupId, counts }) => [groupId, counts.waiting])).toEqual([[whole, 1]])
    const { members } = await listGroupMembers(inFrance, { groupId: whole })
    expect(members.map(({ agentId }) => agentId)).toEqual([french])
    await expect(bed.group(german, inFrance)).rejects.toMatchObject({ reason: 'group_unknown' })
    await expect(listGroupMembers(inFrance, { groupId: german })).rejects.toMatchObject({ code: 'not_found' })
    await expect(stopGroup(inFrance, { groupId: german, reason: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(stopGroup(inFrance, { groupId: whole, reason: 'x' })).rejects.toMatchObject({ reason: 'not_all_yours' })
  })
})
