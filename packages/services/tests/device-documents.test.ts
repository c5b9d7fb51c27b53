import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addDocument,
  handOverDocument,
  LARGEST_DOCUMENT_BYTES,
  listDocuments,
  removeDocument,
  takeDocument,
} from '../src/device-documents/index.ts'
import { changeDeviceState } from '../src/devices/index.ts'
import type { ServiceContext } from '../src/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { createOpener, deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { type DevicesBed, openDevicesBed, why } from './devices-bed.ts'
import { newId } from './ingest-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32))
const opener = createOpener([keys.vault.privateKey])
let bed: DevicesBed
let hub: ServiceContext
beforeAll(async () => {
  bed = await openDevicesBed()
  hub = { ...bed.as(), actor: { kind: 'system', name: 'hub' } }
  await registerHubKeys(hub, [keys])
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const PDF = Buffer.from('%PDF-1.7 delivery note')
async function* inPieces(bytes: Uint8Array, size = 65_536) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const add = (deviceId: number, bytes: Uint8Array = PDF, reach?: Reach, name = 'note.pdf') =>
  addDocument(bed.as(reach), { deviceId, name, content: inPieces(bytes) })
const list = (deviceId: number, reach?: Reach) => listDocuments(bed.as(reach), { deviceId })
/** The hub does what was asked while the dashboard waits for it. */
async function take(id: string, reach?: Reach): Promise<Buffer> {
  const { content } = await takeDocument(bed.as(reach), { id }, async () => {
    await handOverDocument(hub, { opener })
  })
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}
const parts = async (id: string) =>
  (await bed.base.pool.query<{ sealed: Buffer }>('select sealed from device_document_content where document_id = $1', [id])).rows

describe('a photo or paper of a device', () => {
  it('lies sealed, is handed over whole by the hub, and each step is in the record', async () => {
    const deviceId = await bed.add({ serial: 'D-1' })
    // Of more than two parts.
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_300_000, 'terminal at lane one ')])
    const { id } = await add(deviceId, photo, undefined, '/home/x/lane 4761739001010010.jpg')
    expect(await list(deviceId)).toMatchObject([{ id, type: 'image/jpeg', size: photo.length, addedBy: 'Maria Vogel' }])
    expect((await list(deviceId))[0]?.name).toMatch(/^lane (?!4761739001010010).*\.jpg$/)
    const sealed = await parts(id)
    expect(sealed).toHaveLength(3)
    expect(sealed.some((part) => part.sealed.includes('terminal at lane'))).toBe(false)
    expect((await take(id)).equals(photo)).toBe(true)
    expect((await bed.base.pool.query('select from funds_file_task')).rowCount).toBe(0)
    for (const action of ['device_document.added', 'device_document.taken']) {
      expect(await bed.entries(action, deviceId), action).toHaveLength(1)
    }
    expect(JSON.stringify((await bed.entries('device_document.added', deviceId))[0]?.body)).not.toContain('lane')
  })

  it('is none of what a browser would run, however it is called, nor empty, nor too large', async () => {
    const deviceId = await bed.add({ serial: 'D-2' })
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    expect(await why(add(deviceId, svg, undefined, 'photo.png'))).toBe('invalid not_a_document')
    expect(await why(add(deviceId, Buffer.from('<html>'), undefined, 'note.pdf'))).toBe('invalid not_a_document')
    expect(await why(add(deviceId, Buffer.alloc(0)))).toBe('invalid file_empty')
    const large = Buffer.alloc(LARGEST_DOCUMENT_BYTES + 1)
    large.set(PDF)
    expect(await why(add(deviceId, large))).toBe('invalid document_too_large')
    expect(await list(deviceId)).toEqual([])
  })

  it('is there once, goes with its bytes, and leaves who took it away and why', async () => {
    const deviceId = await bed.add({ serial: 'D-3' })
    const { id } = await add(deviceId)
    expect(await why(add(deviceId))).toBe('conflict document_known')
    await removeDocument(bed.as(), { id, reason: 'shows a customer' })
    expect(await list(deviceId)).toEqual([])
    expect(await parts(id)).toEqual([])
    expect(await why(take(id))).toBe('not_found no_document')
    expect(await why(removeDocument(bed.as(), { id, reason: 'again' }))).toBe('not_found no_document')
    const { rows } = await bed.base.pool.query('select removed_why, removed_by from device_document where id = $1', [id])
    expect(rows).toEqual([{ removed_why: 'shows a customer', removed_by: expect.stringMatching(/^user:/) }])
    await expect(bed.base.pool.query('delete from device_document where id = $1', [id])).rejects.toThrow()
    // The same photo may come back.
    expect(await why(add(deviceId))).toBe('done')
  })

  it('is taken of what is blocked, too', async () => {
    const deviceId = await bed.add({ serial: 'D-4' })
    await changeDeviceState(bed.as(), { id: deviceId, to: 'blocked', reason: 'its case was opened' })
    expect(await why(add(deviceId))).toBe('done')
  })

  it('of a device beyond one’s reach does not exist', async () => {
    const { id: storeId } = await createStore(bed.base.db)
    const deviceId = await bed.add({ serial: 'D-5', storeId })
    const { id } = await add(deviceId)
    const elsewhere: Reach = { kind: 'stores', storeIds: [storeId + 1_000] }
    expect(await list(deviceId, elsewhere)).toEqual([])
    expect(await why(add(deviceId, Buffer.from('%PDF-2'), elsewhere))).toBe('not_found no_device')
    expect(await why(take(id, elsewhere))).toBe('not_found no_document')
    expect(await why(removeDocument(bed.as(elsewhere), { id, reason: 'x' }))).toBe('not_found no_document')
    expect((await take(id, { kind: 'stores', storeIds: [storeId] })).equals(PDF)).toBe(true)
  })

  it('that was changed in the database is not handed over', async () => {
    const deviceId = await bed.add({ serial: 'D-6' })
    const { id } = await add(deviceId)
    const other = await add(deviceId, Buffer.from('%PDF-1.4 another'))
    await bed.base.owner.query(
      `update device_document_content set sealed = (select sealed from device_document_content where document_id = $2) where document_id = $1`,
      [id, other.id],
    )
    expect(await why(take(id))).toMatch(/^forbidden/)
    expect(await bed.entries('device_document.taken', deviceId)).toEqual([])
  })
})

it('a task of files of money is not taken for one of these', async () => {
  expect(await handOverDocument(hub, { opener })).toBe(false)
  const insert = 'insert into funds_file_task (id, what, public_key, asked_by, asked_at) values ($1, $2, $3, $4, now())'
  await expect(bed.base.pool.query(insert, [newId(), 'hand_over', Buffer.alloc(32), 'x'])).rejects.toThrow(
    'funds_file_task_of_check',
  )
})
