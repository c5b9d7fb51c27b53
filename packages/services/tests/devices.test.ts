import { createKeyPair, signText } from '@counterfoil/audit'
import { createStore } from '@counterfoil/db/testing'
import { enrolmentText } from '@counterfoil/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createJoinCode, enrolAgent, unlockAgent } from '../src/agents/index.ts'
import {
  changeDevice,
  changeDeviceState,
  changeDeviceStates,
  checkSeal,
  emptyDescription,
  getDevice,
  handOverDevice,
  handOverDevices,
  listDevices,
  listDeviceTree,
  makeDeviceCode,
  placeDevice,
  placeSeal,
  registerDevice,
  removeSeal,
} from '../src/devices/index.ts'
import { getPayment } from '../src/payments/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { configured, type DevicesBed, openDevicesBed, why } from './devices-bed.ts'
import { enrolled, newId, until } from './ingest-bed.ts'

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const to = (id: number, state: Parameters<typeof changeDeviceState>[1]['to'], replacedBy?: number) =>
  changeDeviceState(bed.as(), {
    id,
    to: state,
    reason: 'as the ticket says',
    ...(replacedBy === undefined ? {} : { replacedBy }),
  })

/** Payments are told a millisecond ahead, so that they come after what was just done; this waits until that has passed. */
function nextMoment(): Promise<void> {
  const toldMs = Date.now() + 1
  return until(() => Date.now() > toldMs)
}

/** A store whose agent drives one terminal at lane 1. */
async function storeWithPort() {
  const { agent, script } = await enrolled(bed.base.db)
  await bed.ingest.submit(agent, script.batch([configured(['a', '1'])]))
  const pay = async (at = Date.now() + 1) => {
    const id = newId()
    const answer = await bed.ingest.submit(agent, script.batch(saleEvents({ id, terminal: 'a', at })))
    expect(answer.ok).toBe(true)
    return id
  }
  const identify = (serial: string) =>
    bed.ingest.submit(
      agent,
      script.batch([{ kind: 'terminal.identified', terminal: 'a', serial, model: 'H5000', software: '3.1' }]),
    )
  return { agent, script, pay, identify, device: await bed.behind(agent.id, 'a') }
}

describe('a terminal in the inventory', () => {
  it('that was registered for a lane becomes active when that lane answers, and nobody else is made', async () => {
    const { id: storeId } = await createStore(bed.base.db)
    const id = await bed.add({ storeId, lane: '1', serial: 'V-1' })
    expect(await bed.state(id)).toMatchObject({ state: 'awaited', storeId, lane: '1', terminalId: null })
    const { agent, script } = await enrolled(bed.base.db, { storeId })
    await bed.ingest.submit(agent, script.batch([configured(['a', '1'], ['b', '2'])]))
    expect(await bed.state(id)).toMatchObject({ state: 'active', storeId, lane: '1' })
    expect(await bed.behind(agent.id, 'a')).toBe(id)
    const found = await bed.behind(agent.id, 'b')
    expect(found).not.toBe(id)
    expect(await getDevice(bed.as(), { id: found })).toMatchObject({ registered: false, state: 'active', lane: '2' })
    expect((await bed.entries('device.found', id))[0]).toMatchObject({
      actor_type: 'agent',
      body: { after: { registered: true } },
    })
    // Saying it again changes nothing.
    await bed.ingest.submit(agent, script.batch([configured(['a', '1'], ['b', '2'])]))
    expect((await getDevice(bed.as(), { id })).places).toHaveLength(2)
  })

  it('that nobody registered says itself what it is, until somebody describes it', async () => {
    const { device, identify } = await storeWithPort()
    await identify('SN-7')
    const found = await getDevice(bed.as(), { id: device })
    expect(found).toMatchObject({ serial: 'SN-7', model: 'H5000', firmware: '3.1', registered: false, serialDiffers: false })
    const description = { ...emptyDescription, make: 'Ingenico', model: 'Desk/5000', serial: 'SN-7', notes: 'left of the door' }
    expect(await why(changeDevice(bed.as(), { id: device, rev: found.rev - 1, description }))).toBe('conflict changed_meanwhile')
    await changeDevice(bed.as(), { id: device, rev: found.rev, description })
    await identify('SN-8')
    expect(await getDevice(bed.as(), { id: device })).toMatchObject({
      serial: 'SN-7',
      toldSerial: 'SN-8',
      serialDiffers: true,
      registered: true,
      notes: 'left of the door',
    })
    const [entry] = await bed.entries('device.changed', device)
    expect(entry?.body).toMatchObject({ before: { make: null }, after: { make: 'Ingenico', notesChanged: true } })
    expect(JSON.stringify(entry?.body)).not.toContain('left of the door')
    const differing = await listDevices(bed.as(), { filter: { scope: { kind: 'chain' }, need: 'serial_differs' } })
    expect(differing.devices.map(({ id }) => id)).toEqual([device])
  })

  it('is there once: a serial that is known is refused, also in other letters', async () => {
    await bed.add({ serial: 'Once-1' })
    expect(await why(bed.add({ serial: 'ONCE-1' }))).toBe('conflict serial_known')
    expect(await why(bed.add({ serial: 'ONCE-1', description: { ...emptyDescription, make: 'PAX', serial: 'ONCE-1' } }))).toBe(
      'done',
    )
  })

  it('has a history of who held it and of its seals, each act in the record', async () => {
    const id = await bed.add({ serial: 'Seal-1' })
    await handOverDevice(bed.as(), { id, holder: 'Courier 12', note: 'to Köln' })
    await handOverDevice(bed.as(), { id, holder: 'Store 0417', note: null })
    const { sealId } = await placeSeal(bed.as(), { id, number: 'S-100' })
    expect(await why(placeSeal(bed.as(), { id, number: 'S-100' }))).toBe('conflict seal_known')
    await checkSeal(bed.as(), { id, sealId, found: 'broken' })
    const seen = await getDevice(bed.as(), { id })
    expect(seen.custody.map(({ holder, untilMs }) => [holder, untilMs === null])).toEqual([
      ['Store 0417', true],
      ['Courier 12', false],
    ])
    expect(seen.seals).toMatchObject([{ number: 'S-100', found: 'broken', placedBy: { name: 'Maria Vogel' }, removedAtMs: null }])
    expect(seen).toMatchObject({ holder: 'Store 0417', sealNotWhole: true })
    await removeSeal(bed.as(), { id, sealId, reason: 'replaced' })
    expect(await why(checkSeal(bed.as(), { id, sealId, found: 'whole' }))).toBe('not_found no_seal')
    expect((await getDevice(bed.as(), { id })).sealNotWhole).toBe(false)
    for (const action of ['device.seal_placed', 'device.seal_checked', 'device.seal_removed']) {
      expect(await bed.entries(action, id), action).toHaveLength(1)
    }
    expect(await bed.entries('device.handed_over', id)).toHaveLength(2)
  })
})

describe('its life', () => {
  it('goes only along the table, each step with its reason in the record and in the same transaction', async () => {
    const id = await bed.add({ serial: 'Life-1' })
    expect(await why(to(id, 'active'))).toBe('conflict step_not_allowed')
    expect(await why(to(id, 'awaited'))).toBe('conflict needs_place')
    await to(id, 'blocked')
    expect(await why(to(id, 'active'))).toBe('conflict step_not_allowed')
    const { rev } = await getDevice(bed.as(), { id })
    expect(await why(changeDevice(bed.as(), { id, rev, description: emptyDescription }))).toBe('conflict state_blocked')
    await to(id, 'removed')
    expect(await why(to(id, 'inactive'))).toBe('conflict step_not_allowed')
    expect(await why(handOverDevice(bed.as(), { id, holder: 'anybody', note: null }))).toBe('conflict state_removed')
    const { states } = await getDevice(bed.as(), { id })
    expect(states.map(({ state, reason, by }) => [state, reason, by.name])).toEqual([
      ['removed', 'as the ticket says', 'Maria Vogel'],
      ['blocked', 'as the ticket says', 'Maria Vogel'],
      ['unplaced', null, 'Maria Vogel'],
    ])
    expect(await bed.entries('device.state_changed', id)).toHaveLength(2)
    await expect(bed.base.owner.query('delete from device where id = $1', [id])).rejects.toThrow()
  })

  it('leaves payments of a blocked terminal in the record, flagged, and those before and after alone', async () => {
    const { device, pay } = await storeWithPort()
    const before = await pay()
    await nextMoment()
    await to(device, 'blocked')
    const during = await pay()
    expect((await getPayment(bed.as(), { id: during })).flag).toEqual({ deviceId: device, state: 'blocked' })
    expect((await getPayment(bed.as(), { id: before })).flag).toBeNull()
    expect((await getDevice(bed.as(), { id: device })).flagged).toMatchObject([
      { id: during, state: 'blocked', amountMinor: 1_250 },
    ])
    await to(device, 'inactive')
    await nextMoment()
    await to(device, 'active')
    expect((await getPayment(bed.as(), { id: await pay() })).flag).toBeNull()
  })

  it('hands the port to whatever takes its place; what comes back to it later is another', async () => {
    const { agent, device, pay, identify } = await storeWithPort()
    const next = await bed.add({ serial: 'Next-1' })
    await to(device, 'swapped_out', next)
    expect(await bed.behind(agent.id, 'a')).toBe(next)
    expect(await bed.state(next)).toMatchObject({ state: 'active', storeId: agent.storeId, lane: '1' })
    expect(await bed.state(device)).toMatchObject({ state: 'swapped_out', storeId: agent.storeId, terminalId: null })
    expect((await getPayment(bed.as(), { id: await pay() })).flag).toBeNull()
    await to(next, 'swapped_out')
    await identify('other')
    const third = await bed.behind(agent.id, 'a')
    expect([device, next]).not.toContain(third)
    expect(await bed.state(third)).toMatchObject({ state: 'active' })
  })

  it('begins where it is put, when something answers there that nothing else is known to be', async () => {
    const { agent, device } = await storeWithPort()
    await to(device, 'swapped_out')
    const next = await bed.add({ serial: 'Put-1' })
    await placeDevice(bed.as(), { id: next, storeId: agent.storeId, lane: '1', reason: 'the new one' })
    expect(await bed.behind(agent.id, 'a')).toBe(next)
    expect(await bed.state(next)).toMatchObject({ state: 'active', lane: '1' })
  })

  it('knows a stolen terminal again by its serial wherever it answers', async () => {
    const stolen = await bed.add({ serial: 'Stolen-1' })
    await to(stolen, 'blocked')
    const { agent, device, identify, pay } = await storeWithPort()
    await identify('STOLEN-1')
    expect(await bed.behind(agent.id, 'a')).toBe(stolen)
    expect(await bed.state(stolen)).toMatchObject({ state: 'blocked', storeId: agent.storeId })
    expect(await bed.state(device)).toMatchObject({ state: 'removed', terminalId: null })
    expect((await getPayment(bed.as(), { id: await pay() })).flag).toEqual({ deviceId: stolen, state: 'blocked' })
  })
})

describe('a PC', () => {
  const enrol = (code: string, hostname: string) => {
    const pair = createKeyPair()
    const unsigned = {
      code,
      publicKey: pair.publicKey,
      name: 'back office',
      host: { hostname, platform: 'linux-x64', version: '0.1.0' },
    }
    return enrolAgent(bed.as(), { ...unsigned, signature: signText(pair.privateKey, enrolmentText(unsigned)) })
  }
  const pcOf = async (storeId: number) =>
    (await listDevices(bed.as(), { filter: { scope: { kind: 'store', storeId }, kind: 'agent_pc' } })).devices

  it('that is awaited is the one that enrols; blocked, its agent is out and it may not come again', async () => {
    const { id: storeId } = await createStore(bed.base.db)
    const id = await bed.add({ kind: 'agent_pc', storeId })
    const { code } = await createJoinCode(bed.as(), storeId)
    expect(await enrol(code, 'BO-1')).toMatchObject({ ok: true })
    expect(await pcOf(storeId)).toMatchObject([{ id, state: 'active', hostname: 'BO-1' }])
    await to(id, 'blocked')
    const agent = (await getDevice(bed.as(), { id })).agent
    expect(agent).toMatchObject({ state: 'revoked' })
    const again = await createJoinCode(bed.as(), storeId)
    expect(await enrol(again.code, 'bo-1')).toMatchObject({ ok: false, code: 'code_locked' })
    const refused = await bed.base.pool.query(`select reason from audit_entry where action = 'agent.enrolment_refused'`)
    expect(refused.rows).toEqual([{ reason: 'device_put_away' }])
    expect(await enrol(again.code, 'BO-2')).toMatchObject({ ok: true })
    expect((await pcOf(storeId)).map((pc) => pc.state).sort()).toEqual(['active', 'blocked'])
  })

  it('that was put away neither gets a join code of its own nor uses one it has, and its agent is not unlocked', async () => {
    const { id: storeId } = await createStore(bed.base.db)
    const id = await bed.add({ kind: 'agent_pc', storeId })
    const own = await createJoinCode(bed.as(), storeId, undefined, undefined, id)
    await to(id, 'inactive')
    expect(await why(createJoinCode(bed.as(), storeId, undefined, undefined, id))).toBe('conflict state_inactive')
    expect(await enrol(own.code, 'BO-3')).toMatchObject({ ok: false, code: 'code_locked' })
    await to(id, 'active')
    const answer = await enrol(own.code, 'BO-3')
    expect(answer).toMatchObject({ ok: true })
    expect(await pcOf(storeId)).toMatchObject([{ id, hostname: 'BO-3' }])
    const agentId = (await getDevice(bed.as(), { id })).agent?.agentId ?? 0
    await bed.base.pool.query(`update agent set state = 'locked' where id = $1`, [agentId])
    await to(id, 'inactive')
    expect(await why(unlockAgent(bed.as(), agentId))).toBe('conflict device_put_away')
  })

  it('gets a join code of its own on its page: not one an agent runs on, no terminal, and nobody’s beyond one’s reach', async () => {
    const { id: storeId } = await createStore(bed.base.db)
    const [other, id] = [await bed.add({ kind: 'agent_pc', storeId }), await bed.add({ kind: 'agent_pc', storeId })]
    const terminal = await bed.add({ storeId, lane: '1' })
    expect(await why(makeDeviceCode(bed.as(), { id: terminal }))).toBe('not_found no_device')
    expect(await why(makeDeviceCode(bed.as({ kind: 'stores', storeIds: [] }), { id }))).toBe('not_found no_device')
    const { code } = await makeDeviceCode(bed.as({ kind: 'stores', storeIds: [storeId] }), { id })
    // Two are awaited in this store: by the code it is known which one came.
    expect(await enrol(code, 'BO-9')).toMatchObject({ ok: true })
    expect(await getDevice(bed.as(), { id })).toMatchObject({ state: 'active', hostname: 'BO-9' })
    expect(await getDevice(bed.as(), { id: other })).toMatchObject({ state: 'awaited', agent: null })
    expect(await why(makeDeviceCode(bed.as(), { id }))).toBe('conflict agent_there')
  })
})

describe('several at once', () => {
  it('are each done for themselves; those whose state does not allow it are named, the others are done', async () => {
    const [first, second, gone] = [
      await bed.add({ serial: 'M-1' }),
      await bed.add({ serial: 'M-2' }),
      await bed.add({ serial: 'M-3' }),
    ]
    await to(gone, 'removed')
    const ids = [first, gone, second, first, 999_999]
    const handedOver = await handOverDevices(bed.as(), { ids, holder: 'Courier 9', note: null })
    expect(handedOver).toEqual({
      done: 2,
      refused: [
        { id: gone, reason: 'state_removed' },
        { id: 999_999, reason: 'no_device' },
      ],
    })
    const blocked = await changeDeviceStates(bed.as(), { ids: [first, gone, second], to: 'blocked', reason: 'a parcel was lost' })
    expect(blocked).toEqual({ done: 2, refused: [{ id: gone, reason: 'step_not_allowed' }] })
    for (const id of [first, second]) {
      expect(await getDevice(bed.as(), { id })).toMatchObject({ state: 'blocked', holder: 'Courier 9' })
      expect(await bed.entries('device.state_changed', id)).toHaveLength(1)
      expect(await bed.entries('device.handed_over', id)).toHaveLength(1)
    }
  })
})

describe('whoever looks after a part of the chain', () => {
  it('sees and changes what stands there, and nothing that stands nowhere', async () => {
    const [here, there] = [await createStore(bed.base.db), await createStore(bed.base.db)]
    const mine = await bed.add({ storeId: here.id, serial: 'Reach-1' })
    const other = await bed.add({ storeId: there.id, serial: 'Reach-2' })
    const nowhere = await bed.add({ serial: 'Reach-3' })
    const local = bed.as({ kind: 'stores', storeIds: [here.id] })
    const listed = await listDevices(local, { filter: { scope: { kind: 'chain' } } })
    expect(listed.devices.map(({ id }) => id)).toEqual([mine])
    const tree = await listDeviceTree(local, { under: { kind: 'chain' } })
    expect(tree.nodes).toMatchObject([{ kind: 'country', key: 'DE', devices: 1 }])
    for (const id of [other, nowhere]) {
      expect(await why(getDevice(local, { id }))).toBe('not_found no_device')
      expect(await why(changeDeviceState(local, { id, to: 'blocked', reason: 'x' }))).toBe('not_found no_device')
    }
    expect(await why(placeDevice(local, { id: mine, storeId: there.id, lane: null, reason: 'x' }))).toBe('not_found no_store')
    expect(await why(changeDeviceState(local, { id: mine, to: 'unplaced', reason: 'x' }))).toBe('invalid needs_store')
    const description = { ...emptyDescription, serial: 'Reach-4' }
    expect(await why(registerDevice(local, { kind: 'terminal', storeId: null, lane: null, description }))).toBe(
      'invalid needs_store',
    )
    expect(await why(placeDevice(local, { id: mine, storeId: here.id, lane: '7', reason: 'new counter' }))).toBe('done')
    expect(await bed.state(mine)).toMatchObject({ lane: '7', state: 'awaited' })
  })
})
