import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setSetting } from '../src/device-settings/index.ts'
import { changeDeviceState } from '../src/devices/index.ts'
import {
  changeClass,
  getStoreChecklist,
  inspectionReadings,
  listClasses,
  listTasks,
  recordInspection,
} from '../src/inspections/index.ts'
import { why } from './devices-bed.ts'
import { type InspectionsBed, openInspectionsBed } from './inspections-bed.ts'

let bed: InspectionsBed
beforeAll(async () => {
  bed = await openInspectionsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const tasksOf = (storeId: number, state?: 'later') =>
  listTasks(bed.as(), { scope: { kind: 'store', storeId }, ...(state === undefined ? {} : { state }) })
const readingsOf = async (storeId: number) =>
  (await inspectionReadings(bed.as()))
    .filter(({ store }) => store?.storeId === storeId)
    .map(({ rule, subject, value }) => [rule, subject, value])

describe('tasks', () => {
  it('are worked out from the last inspection by our clock, and what is overdue is an alert of its store', async () => {
    const { deviceId, storeId, storeCode } = await bed.terminal('K-1')
    expect((await tasksOf(storeId)).counts).toEqual({ overdue: 0, due: 0, later: 1 })
    bed.forward(25)
    expect(await tasksOf(storeId)).toMatchObject({ counts: { due: 1 }, tasks: [{ deviceId, days: 30, state: 'due' }] })
    expect(await readingsOf(storeId)).toEqual([])
    bed.forward(6)
    expect(await tasksOf(storeId)).toMatchObject({ counts: { overdue: 1 }, stores: [{ storeId, overdue: 1 }] })
    expect(await readingsOf(storeId)).toEqual([['inspection_overdue', storeCode, 1]])
    // The phone says it was last week, or will be next year: ours counts.
    await bed.inspect(deviceId, { doneAtMs: Date.UTC(2020, 1, 1), sentAtMs: Date.UTC(2030, 1, 1) })
    expect((await tasksOf(storeId, 'later')).tasks).toMatchObject([{ deviceId, lastBy: 'Maria Vogel' }])
    expect(await readingsOf(storeId)).toEqual([])
  })

  it('are of devices in use alone', async () => {
    const { deviceId, storeId } = await bed.terminal('K-2')
    bed.forward(40)
    await changeDeviceState(bed.as(), { id: deviceId, to: 'inactive', reason: 'put away' })
    expect((await tasksOf(storeId)).counts).toEqual({ overdue: 0, due: 0, later: 0 })
    await changeDeviceState(bed.as(), { id: deviceId, to: 'active', reason: 'back' })
    expect((await tasksOf(storeId)).counts).toEqual({ overdue: 0, due: 0, later: 1 })
  })

  it('follow the class said nearest, or a shorter interval that is said', async () => {
    const { storeId } = await bed.terminal('K-3')
    const place = { kind: 'store', storeId } as const
    await setSetting(bed.as(), { place, setting: 'inspection.class', value: 'unattended', before: null })
    expect((await getStoreChecklist(bed.as(), { storeId })).devices).toMatchObject([{ class: 'unattended', days: 7 }])
    await setSetting(bed.as(), { place, setting: 'inspection.days', value: 3, before: null })
    expect((await getStoreChecklist(bed.as(), { storeId })).devices).toMatchObject([{ days: 3 }])
    bed.forward(4)
    expect((await readingsOf(storeId)).map(([rule]) => rule)).toEqual(['inspection_overdue'])
  })

  it('of a suspicious device are an alert of its own until somebody looked again', async () => {
    const { deviceId, storeId, storeCode } = await bed.terminal('K-4')
    const { id } = await bed.inspect(deviceId, { suspicious: true })
    expect(await readingsOf(storeId)).toEqual([['inspection_suspicious', `${storeCode} ${deviceId}`, 1]])
    await changeDeviceState(bed.as(), { id: deviceId, to: 'inactive', reason: 'looked into' })
    expect(await readingsOf(storeId)).toEqual([])
    await changeDeviceState(bed.as(), { id: deviceId, to: 'active', reason: 'a mistake' })
    expect(await readingsOf(storeId)).toHaveLength(1)
    await bed.inspect(deviceId, { corrects: id, note: 'looked again' })
    expect(await readingsOf(storeId)).toEqual([])
  })

  it('are seen within one’s reach', async () => {
    const { storeId } = await bed.terminal('K-5')
    bed.forward(31)
    const other = await createStore(bed.devices.base.db)
    const { counts } = await listTasks(bed.as({ kind: 'stores', storeIds: [other.id] }), { scope: { kind: 'store', storeId } })
    expect(counts).toEqual({ overdue: 0, due: 0, later: 0 })
  })
})

describe('a risk class', () => {
  it('is changed as a new version with its analysis; what was asked by the one before may still arrive', async () => {
    const { deviceId, storeId } = await bed.terminal('C-1')
    const sent = await bed.right(deviceId)
    const said = {
      class: 'attended',
      days: 14,
      items: ['looks', 'serial'],
      analysis: 'Shops\nwith staff.',
      reason: 'thefts',
    } as const
    expect(await changeClass(bed.as(), { ...said, items: [...said.items], before: 0 })).toBe(1)
    expect(await why(changeClass(bed.as(), { ...said, items: ['looks'], before: 0 }))).toBe('conflict changed_meanwhile')
    const attended = (await listClasses(bed.as())).find((one) => one.class === 'attended')
    expect(attended).toMatchObject({
      ...{ version: 1, days: 14, items: ['serial', 'looks'] },
      versions: [{ analysis: 'Shops\nwith staff.', reason: 'thefts', setBy: 'Maria Vogel' }],
    })
    expect((await getStoreChecklist(bed.as(), { storeId })).devices).toMatchObject([{ days: 14, items: ['serial', 'looks'] }])
    expect(await recordInspection(bed.as(), sent)).toMatchObject({ result: 'ok' })
    const shorter = { classVersion: 1, answers: { serial: 'right', looks: 'right' } } as const
    await bed.inspect(deviceId, shorter)
    expect(await changeClass(bed.as(), { ...said, items: ['looks', 'serial', 'slot'], before: 1 })).toBe(2)
    bed.forward(6)
    await bed.inspect(deviceId, shorter)
    // Nobody stays with a shorter list for ever.
    bed.forward(2)
    expect(await why(bed.inspect(deviceId, shorter))).toBe('invalid not_answered')
    await bed.inspect(deviceId, { ...shorter, answers: { ...shorter.answers, slot: 'right' } })
    await expect(bed.devices.base.owner.query('delete from inspection_class')).rejects.toThrow()
  })
})
