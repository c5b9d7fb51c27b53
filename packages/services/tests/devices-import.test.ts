import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type DeviceImportPreview,
  emptyDescription,
  exportDeviceSheet,
  exportDevices,
  getDevice,
  importDevices,
  listDevices,
  previewDeviceImport,
  registerDevice,
} from '../src/devices/index.ts'
import type { ServiceContext } from '../src/index.ts'
import { type AskingBed, openAskingBed } from './asking-bed.ts'
import { why } from './devices-bed.ts'

let bed: AskingBed
let ctx: ServiceContext
let koeln: string
let rennes: string
beforeAll(async () => {
  bed = await openAskingBed()
  ctx = bed.as(await bed.addUser('Maria Vogel'))
  const { rows } = await bed.database.pool.query('select id, code from store')
  const codeOf = (id: number) => rows.find((row) => row.id === id)?.code
  ;[koeln, rennes] = [codeOf(bed.koeln), codeOf(bed.rennes)]
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const chain = { scope: { kind: 'chain' } } as const
const preview = (text: string, as = ctx) => previewDeviceImport(as, { text })
const take = (text: string, { planHash }: Pick<DeviceImportPreview, 'planHash'>, as = ctx) =>
  importDevices(as, { text, planHash })

describe('a file of devices', () => {
  it('says what it would do, changes nothing by that, then does exactly this', async () => {
    const text = `kind,make,model,serial,store,lane\r\nterminal,PAX,A920,IM-1,${koeln},1\r\nterminal,PAX,A920,IM-2,,\r\nagent_pc,Dell,,PC-1,${rennes},\r\n`
    const seen = await preview(text)
    expect(seen).toMatchObject({ counts: { new: 3, changed: 0, same: 0, errors: 0 } })
    expect((await listDevices(ctx, { filter: chain })).devices).toEqual([])
    expect(await take(text, seen)).toEqual({ new: 3, changed: 0, same: 0, errors: 0 })
    const { devices } = await listDevices(ctx, { filter: chain })
    expect(devices.map(({ serial, state, storeCode, lane, registered }) => [serial, state, storeCode, lane, registered])).toEqual(
      expect.arrayContaining([
        ['IM-1', 'awaited', koeln, '1', true],
        ['IM-2', 'unplaced', null, null, true],
        ['PC-1', 'awaited', rennes, null, true],
      ]),
    )
    const detail = await getDevice(ctx, { id: devices[0]?.id ?? 0 })
    expect([detail.states.length, detail.places.length]).toEqual([1, 1])
    const [entry] = await bed.entries('devices.imported')
    expect(entry?.body).toMatchObject({ after: { new: 3, made: expect.arrayContaining([detail.id]) } })
    // The same once more does nothing.
    expect(await preview(text)).toMatchObject({ counts: { new: 0, changed: 0, same: 3 }, lines: [] })
  })

  it('shows what each change was and will be; an empty cell takes away, a column that is not there leaves', async () => {
    const text = 'kind,make,serial,model,firmware\nterminal,pax,im-1,,2.0\n'
    const seen = await preview(text)
    expect(seen.lines).toMatchObject([
      {
        what: 'changed',
        fields: [
          { name: 'make', before: 'PAX', after: 'pax' },
          { name: 'model', before: 'A920', after: null },
          { name: 'serial', before: 'IM-1', after: 'im-1' },
          { name: 'firmware', before: null, after: '2.0' },
        ],
      },
    ])
    await take(text, seen)
    const { devices } = await listDevices(ctx, { filter: { ...chain, search: 'im-1' } })
    expect(devices).toMatchObject([{ make: 'pax', model: null, firmware: '2.0', lane: '1' }])
  })

  it('with errors names each by its line and does nothing', async () => {
    const text = [
      'kind;make;serial;approved_until;store;lane;p2pe',
      'terminal;X;E-1;soon;;;',
      'car;X;E-2;;;;',
      'terminal;X;E-3;;nowhere;;',
      'terminal;X;E-4;;;1;',
      `terminal;X;E-5;;${koeln};1;maybe`,
      'terminal;X;E-6;;;;yes',
      'terminal;X;e-6;;;;no',
      `terminal;PAX;IM-2;;${koeln};;`,
    ].join('\n')
    const seen = await preview(text)
    expect(seen.errors).toEqual([
      { line: 2, column: 'approved_until', reason: 'wrong_value' },
      { line: 3, column: 'kind', reason: 'wrong_value' },
      { line: 4, column: 'store', reason: 'no_such_store' },
      { line: 5, column: 'lane', reason: 'lane_without_store' },
      { line: 6, column: 'p2pe', reason: 'wrong_value' },
      { line: 8, column: 'serial', reason: 'twice' },
      { line: 9, column: 'store', reason: 'place_differs' },
    ])
    expect(await why(take(text, seen))).toBe('invalid lines_wrong')
    expect((await listDevices(ctx, { filter: { ...chain, search: 'E-6' } })).devices).toEqual([])
    expect((await preview('colour,kind\nred,terminal')).errors).toEqual([{ line: 1, column: null, reason: 'not_known' }])
    expect(await why(preview('kind\n"terminal'))).toBe('invalid not_csv')
  })

  it('that was looked at before somebody changed a device of it is refused', async () => {
    const text = 'kind,make,serial\nterminal,X,LATE-1\n'
    const seen = await preview(text)
    const description = { ...emptyDescription, make: 'X', serial: 'LATE-1' }
    await registerDevice(ctx, { kind: 'terminal', storeId: null, lane: null, description })
    expect(await why(take(text, seen))).toBe('conflict plan_changed')
  })

  it('reaches as far as whoever brings it', async () => {
    const local = bed.as('local', { kind: 'stores', storeIds: [bed.koeln] })
    const text = `kind,serial,store\nterminal,R-1,${rennes}\nterminal,R-2,\n`
    expect((await preview(text, local)).errors.map(({ reason }) => reason)).toEqual(['no_such_store', 'needs_store'])
    const pc = (await listDevices(ctx, { filter: { ...chain, search: 'PC-1' } })).devices[0]?.id
    expect((await preview(`id,make\n${pc},stolen\n`, local)).errors).toMatchObject([{ reason: 'no_such_device' }])
    expect((await exportDevices(local, { filter: chain })).text).not.toContain('PC-1')
  })
})

it('a file taken out is recorded, holds no formula, and comes back without a change', async () => {
  const description = { ...emptyDescription, make: '=HYPERLINK("x")', serial: 'F-1', notes: 'left,\n"right"' }
  await registerDevice(ctx, { kind: 'terminal', storeId: bed.koeln, lane: '-1', description })
  const { fileName, text } = await exportDevices(ctx, { filter: chain })
  expect(fileName).toBe('counterfoil-devices-2026-11-27.csv')
  expect(text).toContain(`"'=HYPERLINK(""x"")"`)
  expect(await preview(text)).toMatchObject({ counts: { new: 0, changed: 0, errors: 0 } })
  expect((await bed.entries('devices.exported')).length).toBeGreaterThan(0)
})

it('a file of ten thousand is looked at and taken in, in one go', async () => {
  const lines = Array.from(
    { length: 10_000 },
    (_, n) => `terminal,Verifone,P400,MANY-${n},3.12.${n % 9},4-10237,2027-04-30,,${koeln},L${n % 40}`,
  )
  const text = `kind,make,model,serial,firmware,pts_approval,approved_until,p2pe,store,lane\n${lines.join('\n')}\n`
  const seen = await preview(text)
  expect(seen).toMatchObject({ counts: { new: 10_000, changed: 0, same: 0, errors: 0 } })
  expect(await take(text, seen)).toMatchObject({ new: 10_000 })
  expect((await preview(text)).counts).toMatchObject({ new: 0, same: 10_000 })
}, 120_000)

it('gives the chosen ones as a workbook, with texts that are no formulas, to whoever reaches them', async () => {
  const { devices } = await listDevices(ctx, { filter: { ...chain, search: 'MANY-1' }, limit: 3 })
  const ids = devices.map(({ id }) => id)
  const { fileName, content } = await exportDeviceSheet(ctx, { filter: chain, ids })
  expect(fileName).toMatch(/^counterfoil-devices-\d{4}-\d\d-\d\d\.xlsx$/)
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  expect(Buffer.concat(pieces).subarray(0, 2).toString()).toBe('PK')
  const { text } = await exportDevices(ctx, { filter: chain, ids })
  expect(text.trim().split('\r\n')).toHaveLength(1 + ids.length)
  const elsewhere = bed.as(await bed.addUser('Tom Keller'), { kind: 'country', country: 'XX' })
  expect((await exportDevices(elsewhere, { filter: chain, ids })).text.trim().split('\r\n')).toHaveLength(1)
})
