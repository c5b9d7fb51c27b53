import { createStore } from '@counterfoil/db/testing'
import { addDocument } from '../src/device-documents/index.ts'
import { changeDeviceState, getDevice, placeSeal } from '../src/devices/index.ts'
import type { ServiceContext } from '../src/index.ts'
import { type RecordInspectionInput, recordInspection } from '../src/inspections/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { type DevicesBed, openDevicesBed } from './devices-bed.ts'
import { newId } from './ingest-bed.ts'

const DAY = 86_400_000

/** Terminals in use, somebody before them with a phone, and a clock that can be moved. */
export interface InspectionsBed extends AsyncDisposable {
  readonly devices: DevicesBed
  /** As the operations centre, by the moved clock. */
  readonly as: DevicesBed['as']
  readonly forward: (days: number) => void
  /** A terminal in use in a store of its own, with one seal. */
  readonly terminal: (serial: string, seal?: string | null) => Promise<{ deviceId: number; storeId: number; storeCode: string }>
  readonly photo: (deviceId: number) => Promise<string>
  /** What a phone sends when all is right. */
  readonly right: (deviceId: number, changes?: Partial<RecordInspectionInput>) => Promise<RecordInspectionInput>
  readonly inspect: (deviceId: number, changes?: Partial<RecordInspectionInput>) => ReturnType<typeof recordInspection>
}

export async function openInspectionsBed(): Promise<InspectionsBed> {
  const devices = await openDevicesBed()
  await registerHubKeys({ ...devices.as(), actor: { kind: 'system', name: 'hub' } }, [deriveHubKeys(new Uint8Array(32))])
  let aheadMs = 0
  const now = () => new Date(Date.now() + aheadMs)
  const as: DevicesBed['as'] = (reach) => ({ ...devices.as(reach), now })
  const by = userOf(devices.as())
  let photos = 0
  const photo = async (deviceId: number) => {
    photos += 1
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`photo ${photos}`)])
    const { id } = await addDocument(as(), { deviceId, name: 'slot.jpg', content: once(bytes) })
    return id
  }
  const numbers = async (deviceId: number) => {
    const { serial, seals } = await getDevice(as(), { id: deviceId })
    const seal = seals.find(({ removedAtMs }) => removedAtMs === null)
    return { labelSerial: serial, seal: seal === undefined ? null : ({ found: 'whole', number: seal.number } as const) }
  }
  const right: InspectionsBed['right'] = async (deviceId, changes = {}) => ({
    id: newId(),
    by,
    deviceId,
    class: 'attended',
    classVersion: 0,
    answers: { serial: 'right', seal: 'right', slot: 'right', cables: 'right', camera: 'right', looks: 'right' },
    ...(await numbers(deviceId)),
    suspicious: false,
    note: null,
    photos: changes.photos ?? [await photo(deviceId)],
    doneAtMs: now().getTime() - 60_000,
    sentAtMs: now().getTime(),
    corrects: null,
    ...changes,
  })
  return {
    devices,
    as,
    forward: (days) => {
      aheadMs += days * DAY
    },
    async terminal(serial, seal = null) {
      const store = await createStore(devices.base.db)
      const deviceId = await devices.add({ serial, storeId: store.id })
      await changeDeviceState(as(), { id: deviceId, to: 'active', reason: 'in use' })
      if (seal !== null) await placeSeal(as(), { id: deviceId, number: seal })
      return { deviceId, storeId: store.id, storeCode: store.code }
    },
    photo,
    right,
    inspect: async (deviceId, changes) => recordInspection(as(), await right(deviceId, changes)),
    [Symbol.asyncDispose]: () => devices[Symbol.asyncDispose](),
  }
}

export function userOf({ actor }: Pick<ServiceContext, 'actor'>): string {
  if (actor.kind !== 'user') throw new Error('only people inspect')
  return actor.id
}

async function* once(bytes: Uint8Array) {
  yield bytes
}
