import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDocument, expireAllPhotos, listDocuments, removeDocument } from '../src/device-documents/index.ts'
import { setSetting } from '../src/device-settings/index.ts'
import { changeDeviceState, getDevice, placeSeal, removeSeal } from '../src/devices/index.ts'
import {
  exportInspections,
  getDeviceInspections,
  getStoreChecklist,
  listInspections,
  listTrainings,
  recordInspection,
  recordTraining,
  withdrawTraining,
} from '../src/inspections/index.ts'
import { why } from './devices-bed.ts'
import { type InspectionsBed, openInspectionsBed, userOf } from './inspections-bed.ts'

let bed: InspectionsBed
beforeAll(async () => {
  bed = await openInspectionsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const chain = { kind: 'chain' } as const
const of = async (deviceId: number) => (await listInspections(bed.as(), { scope: chain, deviceId })).inspections
const entries = (action: string, deviceId: number) => bed.devices.entries(action, deviceId)

describe('an inspection', () => {
  it('keeps the phone’s times and ours, of which ours counts, and is in the record', async () => {
    const { deviceId, storeId } = await bed.terminal('I-1', 'B 004 417')
    const nowMs = bed.as().now().getTime()
    const [doneAtMs, sentAtMs] = [nowMs - 90_000_000, nowMs - 1_200_000]
    const seal = { found: 'whole', number: 'b004417' } as const
    const { recordedAtMs, result } = await bed.inspect(deviceId, { doneAtMs, sentAtMs, labelSerial: 'i1', seal, note: 'dusty' })
    expect(result).toBe('ok')
    expect(recordedAtMs).toBeGreaterThanOrEqual(nowMs)
    expect(await of(deviceId)).toMatchObject([
      {
        storeId,
        doneAtMs,
        sentAtMs,
        recordedAtMs,
        by: 'Maria Vogel',
        trained: false,
        note: 'dusty',
        photos: [{ name: 'slot.jpg' }],
      },
    ])
    expect(await entries('inspection.recorded', deviceId)).toHaveLength(1)
    expect(JSON.stringify((await entries('inspection.recorded', deviceId))[0]?.body)).not.toContain('dusty')
    expect((await getDevice(bed.as(), { id: deviceId })).seals).toMatchObject([{ found: 'whole' }])
    const checklist = await getStoreChecklist(bed.as(), { storeId })
    expect(checklist.devices).toMatchObject([{ deviceId, lastMs: recordedAtMs, due: { state: 'later' }, seals: ['B 004 417'] }])
  })

  it('sent twice is one, also at once; another one under its id is refused', async () => {
    const { deviceId } = await bed.terminal('I-2')
    const sent = await bed.right(deviceId)
    const answers = await Promise.all([1, 2, 3].map((n) => recordInspection(bed.as(), { ...sent, sentAtMs: sent.sentAtMs + n })))
    expect(answers.map(({ again }) => again).sort()).toEqual([false, true, true])
    expect(new Set(answers.map(({ recordedAtMs }) => recordedAtMs)).size).toBe(1)
    expect(await of(deviceId)).toHaveLength(1)
    expect(await entries('inspection.recorded', deviceId)).toHaveLength(1)
    expect(await why(recordInspection(bed.as(), { ...sent, note: 'another' }))).toBe('conflict other_content')
  })

  it.each([
    ['another seal', { seal: { found: 'whole', number: 'B 2' } }, 'seal_other_number', 'other_number'],
    ['a broken seal', { seal: { found: 'broken', number: 'B 1' } }, 'seal_broken', 'broken'],
    ['a feeling', { suspicious: true }, 'said', 'whole'],
    ['another serial', { labelSerial: 'X-9' }, 'serial_other', 'whole'],
  ] as const)('that found %s blocks the device in the same step', async (what, changes, finding, found) => {
    const { deviceId } = await bed.terminal(`I-3 ${what}`, 'B 1')
    expect(await bed.inspect(deviceId, changes)).toMatchObject({ result: 'suspicious', findings: [finding] })
    const device = await getDevice(bed.as(), { id: deviceId })
    expect(device).toMatchObject({ state: 'blocked', seals: [{ found }] })
    expect(device.states[0]?.reason).toContain(finding)
    expect(await entries('device.state_changed', deviceId)).toHaveLength(2)
  })

  it('is never changed: a correction is another one that names it, once', async () => {
    const { deviceId } = await bed.terminal('I-4')
    const { id } = await bed.inspect(deviceId, { suspicious: true })
    expect(await why(bed.inspect(deviceId, { corrects: id }))).toBe('invalid correction_without_reason')
    const { id: second } = await bed.inspect(deviceId, { corrects: id, note: 'pressed the wrong answer' })
    expect(await of(deviceId)).toMatchObject([
      { id: second, corrects: id, result: 'ok' },
      { id, correctedBy: second },
    ])
    expect(await why(bed.inspect(deviceId, { corrects: id, note: 'again' }))).toBe('conflict corrected_already')
    const other = await bed.terminal('I-4 b')
    expect(await why(bed.inspect(other.deviceId, { corrects: second }))).toBe('invalid no_inspection')
    for (const statement of ['update inspection set note = null', 'delete from inspection_photo', 'delete from inspection'])
      await expect(bed.devices.base.owner.query(statement), statement).rejects.toThrow()
  })

  it('that is corrected later is not due later, and says nothing of a seal that was looked at since', async () => {
    const { deviceId, storeId } = await bed.terminal('I-4 c', 'B 7')
    const wrong = await bed.inspect(deviceId, { seal: { found: 'broken', number: 'B 7' } })
    const lookedAtMs = wrong.recordedAtMs
    bed.forward(9)
    const reason = { corrects: wrong.id, note: 'of another terminal', photos: [await bed.photo(deviceId)] }
    await bed.inspect(deviceId, { ...reason, seal: { found: 'whole', number: 'B 7' } })
    const now = await getDeviceInspections(bed.as(), { deviceId })
    expect(now.inspections).toMatchObject([
      { lookedAtMs, result: 'ok', photosBefore: [] },
      { id: wrong.id, lookedAtMs },
    ])
    const checklist = async () => (await getStoreChecklist(bed.as(), { storeId })).devices[0]
    expect(await checklist()).toMatchObject({ lastMs: lookedAtMs, lastPhotos: [{ id: reason.photos[0] }] })
    const second = await bed.inspect(deviceId, { seal: { found: 'broken', number: 'B 7' } })
    expect((await of(deviceId))[0]).toMatchObject({
      id: second.id,
      photosBefore: [{ id: reason.photos[0] }],
      beforeMs: lookedAtMs,
    })
    bed.forward(1)
    const third = await bed.inspect(deviceId, { seal: { found: 'whole', number: 'B 7' } })
    const late = { corrects: second.id, note: 'it was whole', seal: { found: 'missing', number: 'B 7' } } as const
    await bed.inspect(deviceId, late)
    expect((await getDevice(bed.as(), { id: deviceId })).seals).toMatchObject([{ found: 'whole' }])
    expect((await checklist())?.lastMs).toBe(third.recordedAtMs)
  })

  it('that is corrected says nothing of a seal that was put on since', async () => {
    const { deviceId } = await bed.terminal('I-4 e', 'B 8')
    const wrong = await bed.inspect(deviceId, { seal: { found: 'whole', number: 'B 8' } })
    const [old] = (await getDevice(bed.as(), { id: deviceId })).seals
    await removeSeal(bed.as(), { id: deviceId, sealId: old?.id ?? '', reason: 'opened for repair' })
    await placeSeal(bed.as(), { id: deviceId, number: 'B 9' })
    const photos = [await bed.photo(deviceId)]
    await bed.inspect(deviceId, { corrects: wrong.id, note: 'it was broken', photos, seal: { found: 'broken', number: 'B 8' } })
    const { seals } = await getDevice(bed.as(), { id: deviceId })
    expect(seals.find(({ number }) => number === 'B 9')).toMatchObject({ found: null })
  })

  it('is due as its class says, on the device’s own page; of what is in no use, nobody waits for any', async () => {
    const { deviceId } = await bed.terminal('I-4 d')
    const { recordedAtMs } = await bed.inspect(deviceId)
    const asked = { deviceId }
    expect((await getDeviceInspections(bed.as(), asked)).next).toEqual({
      ...{ class: 'attended', days: 30, state: 'later', dueAtMs: recordedAtMs + 30 * 86_400_000 },
    })
    bed.forward(31)
    expect((await getDeviceInspections(bed.as(), asked)).next).toMatchObject({ state: 'overdue' })
    for (let n = 0; n < 5; n += 1) await bed.inspect(deviceId)
    expect(await getDeviceInspections(bed.as(), asked)).toMatchObject({ next: { state: 'later' }, more: 1 })
    await changeDeviceState(bed.as(), { id: deviceId, to: 'inactive', reason: 'rebuilding' })
    expect((await getDeviceInspections(bed.as(), asked)).next).toBeNull()
    const elsewhere = bed.as({ kind: 'stores', storeIds: [(await createStore(bed.devices.base.db)).id] })
    expect(await why(getDeviceInspections(elsewhere, asked))).toBe('not_found no_device')
    expect(await why(getDeviceInspections(bed.as(), { deviceId: 999_999 }))).toBe('not_found no_device')
  })

  it('needs a photo of that device and every answer its checklist asks', async () => {
    const { deviceId } = await bed.terminal('I-5')
    const other = await bed.terminal('I-5 b')
    expect(await why(bed.inspect(deviceId, { photos: [await bed.photo(other.deviceId)] }))).toBe('invalid no_photo')
    expect(await why(bed.inspect(deviceId, { answers: { serial: 'right' } }))).toBe('invalid not_answered')
    expect(await why(bed.inspect(deviceId, { classVersion: 7 }))).toBe('invalid no_checklist')
    await expect(bed.inspect(deviceId, { photos: [] })).rejects.toThrow()
    expect(await of(deviceId)).toEqual([])
  })

  it('goes by the class that is said for its device, and a correction by that of what it corrects', async () => {
    const { deviceId, storeId } = await bed.terminal('I-5 d')
    const laxer = { class: 'locked', answers: { serial: 'right', seal: 'right', cables: 'right', looks: 'right' } } as const
    expect(await why(bed.inspect(deviceId, laxer))).toBe('invalid other_class')
    expect(await of(deviceId)).toEqual([])
    const { id } = await bed.inspect(deviceId)
    const place = { kind: 'store', storeId } as const
    await setSetting(bed.as(), { place, setting: 'inspection.class', value: 'locked', before: null })
    expect(await why(bed.inspect(deviceId))).toBe('invalid other_class')
    expect(await why(bed.inspect(deviceId, laxer))).toBe('done')
    const correction = { corrects: id, note: 'the wrong answer' }
    expect(await why(bed.inspect(deviceId, { ...laxer, ...correction }))).toBe('invalid other_class')
    expect(await why(bed.inspect(deviceId, correction))).toBe('done')
  })

  it.each([
    ['serial', { labelSerial: null }],
    ['seal', { seal: null }],
    ['seal', { seal: { found: 'whole', number: null } }],
  ] as const)('says nothing is wrong with the %s only with its number', async (item, changes) => {
    const { deviceId } = await bed.terminal(`I-5 e ${JSON.stringify(changes)}`, 'B 3')
    const sent = await bed.right(deviceId, changes)
    const refusal = await recordInspection(bed.as(), sent).catch((error: Error) => error)
    expect(refusal).toMatchObject({ code: 'invalid', field: 'answers', reason: `${item}_without_number` })
    expect(String(refusal)).toContain(item)
    const off = { answers: { ...sent.answers, [item]: 'off' } } as const
    expect(await bed.inspect(deviceId, { ...changes, ...off })).toMatchObject({ result: 'suspicious' })
  })

  it('asks no number of a seal where the list knows of none', async () => {
    const { deviceId } = await bed.terminal('I-5 f')
    expect(await why(bed.inspect(deviceId, { seal: null }))).toBe('done')
  })

  it('wants a photo of its own: one of an earlier inspection shows nothing, but to correct that very one', async () => {
    const { deviceId } = await bed.terminal('I-5 c')
    const photos = [await bed.photo(deviceId)]
    const { id } = await bed.inspect(deviceId, { photos })
    expect(await why(bed.inspect(deviceId, { photos }))).toBe('invalid no_photo')
    expect(await why(bed.inspect(deviceId, { photos, corrects: id, note: 'the wrong answer' }))).toBe('done')
  })

  it('is its inspector’s own, in their stores', async () => {
    const { deviceId, storeId } = await bed.terminal('I-6')
    const other = await createStore(bed.devices.base.db)
    const sent = await bed.right(deviceId)
    const elsewhere = bed.as({ kind: 'stores', storeIds: [other.id] })
    expect(await why(recordInspection(elsewhere, sent))).toBe('not_found no_device')
    expect(await why(recordInspection(bed.as(), { ...sent, by: 'somebody else' }))).toBe('forbidden not_yours')
    expect(await why(getStoreChecklist(elsewhere, { storeId }))).toBe('not_found no_such_store')
    await recordInspection(bed.as({ kind: 'stores', storeIds: [storeId] }), sent)
    expect((await listInspections(elsewhere, { scope: chain })).inspections).toEqual([])
  })

  it('keeps its photos: they cannot be taken away, and do not fill the device’s own files', async () => {
    const { deviceId } = await bed.terminal('I-7')
    const photo = await bed.photo(deviceId)
    expect(await listDocuments(bed.as(), { deviceId })).toHaveLength(1)
    await bed.inspect(deviceId, { photos: [photo] })
    expect(await listDocuments(bed.as(), { deviceId })).toEqual([])
    expect(await why(removeDocument(bed.as(), { id: photo, reason: 'x' }))).toBe('conflict of_inspection')
  })

  it('has photos that may be sent again', async () => {
    const { deviceId } = await bed.terminal('I-8')
    const send = () =>
      addDocument(bed.as(), {
        deviceId,
        name: 'slot.jpg',
        forInspection: true,
        content: (async function* () {
          yield Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
        })(),
      })
    expect(await send()).toEqual(await send())
  })

  it('has photos that take no place of the device’s files, and go after a day without their inspection', async () => {
    const { deviceId } = await bed.terminal('I-8 b')
    const send = (name: string, forInspection = true) =>
      addDocument(bed.as(), {
        ...{ deviceId, name, forInspection },
        content: (async function* () {
          yield Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name)])
        })(),
      })
    const kept = await send('kept')
    await bed.inspect(deviceId, { photos: [kept.id] })
    for (let n = 0; n < 50; n += 1) await send(`left ${n}`)
    expect(await why(send('one more'))).toBe('conflict photos_full')
    expect(await why(send('receipt', false))).toBe('done')
    bed.forward(1.01)
    const { id } = await send('one more')
    const left = (await listDocuments(bed.as(), { deviceId })).map(({ name }) => name)
    expect(left).toEqual(['one more', 'receipt'])
    const removed = await entries('device_document.removed', deviceId)
    expect(removed.map(({ body }) => body)).toMatchObject([{ before: { documentIds: { length: 50 } } }])
    const { rows } = await bed.devices.base.pool.query(
      `select count(*)::int4 as documents, count(removed_at)::int4 as removed, count(c.id)::int4 as parts from device_document m
       left join device_document_content c on c.document_id = m.id where m.device_id = $1`,
      [deviceId],
    )
    expect(rows).toEqual([{ documents: 53, removed: 50, parts: 3 }])
    expect(await why(bed.inspect(deviceId, { photos: [id] }))).toBe('done')
  })

  it('has a photo go after a day also where nobody ever opens the device again, but not one that somebody keeps', async () => {
    const { deviceId } = await bed.terminal('I-8 c')
    const send = (name: string, forInspection: boolean) =>
      addDocument(bed.as(), {
        ...{ deviceId, name, forInspection },
        content: (async function* () {
          yield Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name)])
        })(),
      })
    const [skimmer] = [await send('skimmer', true), await send('left', true)]
    // Somebody sees what it shows, and keeps it: it is the same file.
    expect(await send('skimmer', false)).toEqual(skimmer)
    expect(await why(send('skimmer', false))).toBe('conflict document_known')
    bed.forward(1.01)
    expect(await expireAllPhotos(bed.as())).toBeGreaterThan(0)
    expect((await listDocuments(bed.as(), { deviceId })).map(({ name }) => name)).toEqual(['skimmer'])
    expect(await expireAllPhotos(bed.as())).toBe(0)
  })

  it('is exported with both times, as far as the asker reaches', async () => {
    const { deviceId, storeCode, storeId } = await bed.terminal('I-9')
    const { id } = await bed.inspect(deviceId)
    const day = bed.as().now().toISOString().slice(0, 10)
    const { text } = await exportInspections(bed.as({ kind: 'stores', storeIds: [storeId] }), {
      scope: chain,
      from: day,
      to: day,
    })
    const [head, line, ...more] = text.trim().split('\r\n')
    expect(head).toContain('done_at_by_phone,sent_at_by_phone,recorded_at')
    expect(line).toContain(`${id},${storeCode},${deviceId}`)
    expect(more).toEqual([])
  })

  it('says so where a file holds not all of the period', async () => {
    const { deviceId, storeId } = await bed.terminal('I-10')
    for (let n = 0; n < 3; n += 1) await bed.inspect(deviceId)
    const day = bed.as().now().toISOString().slice(0, 10)
    const asked = { scope: { kind: 'store', storeId }, from: day, to: day } as const
    const { text, ...whole } = await exportInspections(bed.as(), asked, 3)
    expect([whole, text.trim().split('\r\n')]).toMatchObject([{ rows: 3, cut: false }, { length: 4 }])
    const two = await exportInspections(bed.as(), asked, 2)
    expect(two).toMatchObject({ rows: 2, cut: true })
    expect(two.text.trim().split('\r\n').slice(3)).toEqual(['Cut off after 2 rows.'])
  })
})

describe('training', () => {
  it('that is valid is kept with the inspection; whoever has none is shown, not held up', async () => {
    const { deviceId } = await bed.terminal('T-1')
    const personId = userOf(bed.as())
    expect((await listTrainings(bed.as())).find(({ id }) => id === personId)).toMatchObject({ validUntil: null, trainings: [] })
    await bed.inspect(deviceId)
    const day = (ahead: number) => new Date(bed.as().now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10)
    const given = { personId, topic: 'Skimmers', heldOn: day(-1), validUntil: day(365), evidence: 'sheet 12' }
    const { id } = await recordTraining(bed.as(), given)
    await bed.inspect(deviceId)
    expect((await of(deviceId)).map(({ trained }) => trained)).toEqual([true, false])
    expect((await listTrainings(bed.as())).find((one) => one.id === personId)).toMatchObject({ validUntil: given.validUntil })
    await withdrawTraining(bed.as(), { id, reason: 'of another person' })
    expect(await why(withdrawTraining(bed.as(), { id, reason: 'again' }))).toBe('not_found no_training')
    await bed.inspect(deviceId)
    expect((await of(deviceId)).map(({ trained }) => trained)).toEqual([false, true, false])
    expect(await why(recordTraining(bed.as(), { ...given, personId: 'nobody' }))).toBe('not_found no_such_person')
  })
})
