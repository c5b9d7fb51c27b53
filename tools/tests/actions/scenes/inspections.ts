import { createIdMaker } from '@counterfoil/services'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'

interface InspectionBed extends AgentsBed {
  inspectedId?: number
  trainingId?: string
}

const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
const description = { make: 'Verifone', model: 'P400', serial: '68 300 101', firmware: null, approvalNumber: null }
const rest = { approvalExpiresOn: null, p2pe: 'no', p2peSolution: null, notes: null }
const byAdmin = ({ admin }: AgentsBed, type: string, id: string): Wanted => ({
  actor: { type: 'user', id: admin.id },
  target: { type, id },
})

/** Somebody looks at a terminal, and who says how that is done. */
export const inspectionScenes: readonly Scene<InspectionBed>[] = [
  {
    action: 'inspection.recorded',
    by: 'a phone in the store',
    async act(bed) {
      const { storeId } = bed.pc.agent
      const device = { kind: 'terminal', description: { ...description, ...rest }, storeId, lane: '12' }
      const { id: deviceId } = await bed.admin.ask<{ id: number }>('devices.register', device)
      bed.inspectedId = deviceId
      await bed.admin.ask('devices.changeState', { id: deviceId, to: 'active', reason: 'in use' })
      const headers = { 'content-type': 'application/octet-stream' }
      const path = `/api/v1/inspections/photos?device=${deviceId}&name=slot.jpg`
      const { status, body } = await bed.admin.browser.post(path, 'RIFF\u0024\u0000\u0000\u0000WEBPVP8 the slot', headers)
      if (status !== 201) throw new Error(`the photo was answered with ${status}: ${JSON.stringify(body)}`)
      const { person, devices } = await bed.admin.ask<{
        person: { id: string }
        devices: { deviceId: number; class: string; classVersion: number; items: string[] }[]
      }>('inspections.checklist', { storeId })
      const asked = devices.find((one) => one.deviceId === deviceId)
      await bed.admin.ask('inspections.record', {
        ...{ id: newId(), by: person.id, deviceId, class: asked?.class, classVersion: asked?.classVersion },
        answers: Object.fromEntries((asked?.items ?? []).map((item) => [item, 'right'])),
        ...{ labelSerial: '68 300 101', seal: null, suspicious: false, note: null, photos: [body.id] },
        ...{ doneAtMs: Date.now(), sentAtMs: Date.now(), corrects: null },
      })
      return byAdmin(bed, 'device', String(deviceId))
    },
  },
  {
    action: 'inspection_class.changed',
    by: 'the page of inspections',
    async act(bed) {
      await bed.admin.ask('inspections.changeClass', {
        ...{ class: 'locked', before: 0, days: 60, items: ['serial', 'looks'], analysis: 'Behind a lock.', reason: 'a theft' },
      })
      return byAdmin(bed, 'inspection_class', 'locked')
    },
  },
  {
    action: 'training.recorded',
    by: 'the page of inspections',
    async act(bed) {
      const { id: personId } = bed.admin
      const given = { personId, topic: 'Skimmers', heldOn: '2026-01-01', validUntil: '2099-01-01', evidence: 'sheet 12' }
      bed.trainingId = (await bed.admin.ask<{ id: string }>('inspections.recordTraining', given)).id
      return byAdmin(bed, 'user', personId)
    },
  },
  {
    action: 'training.withdrawn',
    by: 'the page of inspections',
    async act(bed) {
      await bed.admin.ask('inspections.withdrawTraining', { id: bed.trainingId, reason: 'of another person' })
      return byAdmin(bed, 'user', bed.admin.id)
    },
  },
  {
    action: 'inspections.exported',
    by: 'the page of inspections',
    async act(bed) {
      const { text } = await bed.admin.ask<{ text: string }>('inspections.export', {
        ...{ scope: { kind: 'chain' }, from: '2020-01-01', to: '2099-01-01' },
      })
      if (!text.includes('68 300 101')) throw new Error(`exported: ${text}`)
      return byAdmin(bed, 'inspections', 'all')
    },
  },
]
