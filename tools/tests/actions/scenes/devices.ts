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
  documentId?: string
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
    action: 'firmware_rule.set',
    by: 'the page of devices',
    async act({ admin }) {
      const rule = { make: 'Verifone', model: 'P400', before: 0, least: '3.2', current: null, why: 'listing 4-10237 ended' }
      await admin.ask('firmware.set', rule)
      return { actor: { type: 'user', id: admin.id }, target: { type: 'firmware_rule', id: 'Verifone P400' } }
    },
  },
  {
    action: 'firmware_rule.ended',
    by: 'the page of devices',
    async act({ admin }) {
      await admin.ask('firmware.end', { make: 'Verifone', model: 'P400', before: 1, why: 'all are replaced' })
      return { actor: { type: 'user', id: admin.id }, target: { type: 'firmware_rule', id: 'Verifone P400' } }
    },
  },
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
    action: 'device_document.added',
    by: 'the device’s page',
    async act(bed) {
      const headers = { 'content-type': 'application/octet-stream' }
      const path = `/api/v1/devices/documents?device=${bed.deviceId}&name=delivery%20note.pdf`
      const { status, body } = await bed.admin.browser.post(path, '%PDF-1.7 as delivered', headers)
      if (status !== 201) throw new Error(`the paper was answered with ${status}: ${JSON.stringify(body)}`)
      bed.documentId = body.id
      return byAdmin(bed)
    },
  },
  {
    action: 'device_document.taken',
    by: 'the device’s page',
    async act(bed) {
      const { status, bytes } = await bed.admin.browser.download({ what: 'document', id: bed.documentId })
      if (status !== 200 || String(bytes) !== '%PDF-1.7 as delivered') throw new Error(`taken: ${status} ${bytes}`)
      return byAdmin(bed)
    },
  },
  {
    action: 'device_document.removed',
    by: 'the device’s page',
    async act(bed) {
      await bed.admin.ask('deviceDocuments.remove', { id: bed.documentId, reason: 'of another device' })
      return byAdmin(bed)
    },
  },
  {
    action: 'device_setting.set',
    by: 'the page of devices',
    async act(bed) {
      await bed.admin.ask('deviceSettings.set', { place: { kind: 'chain' }, setting: 'inspection.days', value: 30, before: null })
      return { ...byAdmin(bed), target: { type: 'device_setting', id: 'inspection.days' } }
    },
  },
  {
    action: 'device_setting.cleared',
    by: 'the page of devices',
    async act(bed) {
      await bed.admin.ask('deviceSettings.clear', { place: { kind: 'chain' }, setting: 'inspection.days', before: 30 })
      return { ...byAdmin(bed), target: { type: 'device_setting', id: 'inspection.days' } }
    },
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
