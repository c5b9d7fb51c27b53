/** What a device can be, from before it answers to after it is gone. */
export const deviceStates = ['awaited', 'unplaced', 'active', 'inactive', 'blocked', 'swapped_out', 'removed'] as const
export type DeviceState = (typeof deviceStates)[number]

/** What a device may still do, or people with it. */
export interface DeviceMay {
  /** Take payments without each of them being flagged. They are recorded in every state. */
  readonly sell: boolean
  /** Come with a join code, or be let in again. */
  readonly enrol: boolean
  /** Take a place it is given, or that it answers at. */
  readonly bePlaced: boolean
  /** Be described anew. */
  readonly change: boolean
  /** Be handed over, and get a seal. A seal is looked at and taken off in every state. */
  readonly beHeld: boolean
}

const nothing: DeviceMay = { sell: false, enrol: false, bePlaced: false, change: false, beHeld: false }
const all: DeviceMay = { sell: true, enrol: true, bePlaced: true, change: true, beHeld: true }

/** The whole table; `docs/guide/devices.md` shows it. */
export const deviceMay: Readonly<Record<DeviceState, DeviceMay>> = {
  awaited: all,
  unplaced: all,
  active: all,
  inactive: { ...all, sell: false, enrol: false },
  // Stolen, tampered with, suspected: what is known of it stays as it is until somebody has cleared it.
  blocked: { ...nothing, beHeld: true },
  swapped_out: { ...nothing, change: true, beHeld: true },
  removed: nothing,
}

/** What people may make of it. `awaited` and `unplaced` become `active` also by themselves, at the first contact. */
export const nextStates: Readonly<Record<DeviceState, readonly DeviceState[]>> = {
  awaited: ['active', 'inactive', 'unplaced', 'blocked', 'removed'],
  unplaced: ['awaited', 'inactive', 'blocked', 'removed'],
  active: ['inactive', 'blocked', 'swapped_out'],
  inactive: ['active', 'unplaced', 'blocked', 'swapped_out', 'removed'],
  blocked: ['inactive', 'removed'],
  swapped_out: ['inactive', 'blocked', 'removed'],
  removed: [],
}

/** In these it needs a place; in `unplaced` it has none. */
export const placedStates: readonly DeviceState[] = ['awaited', 'active']

/** Gone from its port: what answers there next is another. */
export const goneStates: readonly DeviceState[] = ['unplaced', 'swapped_out', 'removed']

/** Whose agent is shut out at once, and stays so. */
export const shutOutStates: readonly DeviceState[] = ['blocked', 'swapped_out', 'removed']

/** Payments in these states are flagged. */
export const flaggedStates: readonly DeviceState[] = deviceStates.filter((state) => !deviceMay[state].sell)

export type Step =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'same_state' | 'step_not_allowed' | 'needs_place' }

/** Whether people may take this step. */
export function judgeStep(from: DeviceState, to: DeviceState, hasPlace: boolean): Step {
  if (from === to) return { ok: false, reason: 'same_state' }
  if (!nextStates[from].includes(to)) return { ok: false, reason: 'step_not_allowed' }
  if (placedStates.includes(to) && !hasPlace) return { ok: false, reason: 'needs_place' }
  return { ok: true }
}
