import type { DeviceDescription } from './device-values.ts'

/** The columns of a file of devices, as it is written and read. What an import does not take is there to be read by people. */
export const deviceColumns = [
  'id',
  'kind',
  'make',
  'model',
  'serial',
  'firmware',
  'pts_approval',
  'approved_until',
  'p2pe',
  'p2pe_solution',
  'store',
  'lane',
  'notes',
  'state',
  'holder',
  'firmware_told',
  'firmware_judged',
] as const
export type DeviceColumn = (typeof deviceColumns)[number]

/** Which column holds which part of a description. */
export const describedBy: Readonly<Record<keyof DeviceDescription, DeviceColumn>> = {
  make: 'make',
  model: 'model',
  serial: 'serial',
  firmware: 'firmware',
  approvalNumber: 'pts_approval',
  approvalExpiresOn: 'approved_until',
  p2pe: 'p2pe',
  p2peSolution: 'p2pe_solution',
  notes: 'notes',
}
