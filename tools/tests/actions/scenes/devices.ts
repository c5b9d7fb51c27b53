import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'

const description = {
  make: 'Verifone',
  model: 'P400',
  serial: '68 201 447',
  firmware: null,
  approvalNumber: '4-10237',
  approvalExpiresOn: '2027-04-30',
  p2pe: 'no',
  p2peSolution: null,
  notes: null,
} as const

/** One terminal, from the box to its end. */
interface DeviceBed extends AgentsBed {
  deviceId?: number
  sealId?: string
}

const byAdmin = ({ admin, deviceId }: DeviceBed): Wanted => ({
  actor: { type: 'user', id: admin.id },
  target: { type: 'device', id: String(deviceId) },
})

/** A change of that device on its page. */
const onPage = (procedure: string, input: (bed: DeviceBed) => object) => async (bed: DeviceBed) => {
  await bed.admin.ask(`devices.${procedure}`, { id: bed.deviceId, ...input(bed) })
  return byAdmin(bed)
}

export const deviceScenes: readonly Scene<DeviceBed>[] = [
  {
    action: 'device.registered',
    by: 'the page of devices',
    async act(bed) {
      const { storeId } = bed.pc.agent
      bed.deviceId = (
        await bed.admin.ask<{ id: number }>('devices.register', { kind: 'terminal', description, storeId, lane: '9' })
      ).id
      return byAdmin(bed)
    },
  },
  {
    action: 'device.placed',
    by: 'the device’s page',
    act: onPage('place', ({ pc }) => ({ storeId: pc.agent.storeId, lane: '10', reason: 'a new counter' })),
  },
  {
    action: 'device.found',
    by: 'a terminal that answers at the lane it was awaited at',
    async act(bed) {
      const terminal = { key: 'zvt-10', lane: '10', protocol: 'zvt', link: 'tcp', address: '192.0.2.10' }
      await bed.deliver({ kind: 'agent.configured', terminals: [terminal] })
      return { actor: { type: 'agent', id: String(bed.pc.agent.id) }, target: { type: 'device', id: String(bed.deviceId) } }
    },
  },
  {
    action: 'device.changed',
    by: 'the device’s page',
    async act(bed) {
      const { rev } = await bed.admin.ask<{ rev: number }>('devices.get', { id: bed.deviceId })
      await bed.admin.ask('devices.describe', { id: bed.deviceId, rev, description: { ...description, firmware: '3.1' } })
      return byAdmin(bed)
    },
  },
  { action: 'device.handed_over', by: 'the device’s page', act: onPage('handOver', () => ({ holder: 'Store', note: null })) },
  {
    action: 'device.seal_placed',
    by: 'the device’s page',
    async act(bed) {
      bed.sealId = (await bed.admin.ask<{ sealId: string }>('devices.placeSeal', { id: bed.deviceId, number: 'S-1' })).sealId
      return byAdmin(bed)
    },
  },
  {
    action: 'device.seal_checked',
    by: 'the device’s page',
    act: onPage('checkSeal', ({ sealId }) => ({ sealId, found: 'broken' })),
  },
  {
    action: 'device.seal_removed',
    by: 'the device’s page',
    act: onPage('removeSeal', ({ sealId }) => ({ sealId, reason: 'broken' })),
  },
  {
    action: 'device.state_changed',
    by: 'the device’s page',
    act: onPage('changeState', () => ({ to: 'blocked', reason: 'its seal was broken' })),
  },
  {
    action: 'devices.imported',
    by: 'a file that was looked at first',
    async act(bed) {
      const text = 'kind,make,serial\nterminal,Verifone,68 201 448\n'
      const { planHash } = await bed.admin.ask<{ planHash: string }>('devices.previewImport', { text })
      await bed.admin.ask('devices.import', { text, planHash })
      return { ...byAdmin(bed), target: { type: 'device_inventory', id: 'all' } }
    },
  },
  {
    action: 'devices.exported',
    by: 'the page of devices',
    async act(bed) {
      await bed.admin.ask('devices.export', { filter: { scope: { kind: 'chain' } } })
      return { ...byAdmin(bed), target: { type: 'device_inventory', id: 'all' } }
    },
  },
]
