import type { DeviceKind, DeviceNeed, DeviceState, SealFinding } from '@counterfoil/services/devices'

// The services' own lists, written down once more: a page must not bring their code along. The compiler holds them together.
const every = <Name extends string>(names: Readonly<Record<Name, true>>): Name[] => Object.keys(names) as Name[]

export const deviceKinds = every<DeviceKind>({ terminal: true, agent_pc: true })
export const deviceStates = every<DeviceState>({
  awaited: true,
  unplaced: true,
  active: true,
  inactive: true,
  blocked: true,
  swapped_out: true,
  removed: true,
})
export const deviceNeeds = every<DeviceNeed>({
  serial_differs: true,
  firmware_outdated: true,
  seal_not_whole: true,
  approval_ends: true,
  not_registered: true,
})
export const sealFindings = every<SealFinding>({ whole: true, broken: true, missing: true, other_number: true })
