import type { DeviceKind, DeviceNeed, DeviceState } from '@counterfoil/services/devices'
import { deviceKinds, deviceNeeds, deviceStates } from './device-words.ts'

/** What narrows the list, as it stands in the address; the scope stands there beside it. */
export interface DeviceChoice {
  readonly search: string
  readonly kind: DeviceKind | undefined
  readonly state: DeviceState | undefined
  readonly need: DeviceNeed | undefined
}

export const deviceChoiceNames = ['search', 'kind', 'state', 'need'] as const

/** Anything that is none of the choices narrows nothing. */
export function parseDeviceChoice(read: (name: string) => string | null): DeviceChoice {
  const [kind, state, need] = [read('kind'), read('state'), read('need')]
  return {
    search: (read('search') ?? '').trim().slice(0, 80),
    kind: deviceKinds.find((one) => one === kind),
    state: deviceStates.find((one) => one === state),
    need: deviceNeeds.find((one) => one === need),
  }
}

/** As the procedure takes it, beside the scope. */
export function listChoice({ search, kind, state, need }: DeviceChoice) {
  return {
    ...(search === '' ? {} : { search }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(need === undefined ? {} : { need }),
  }
}
