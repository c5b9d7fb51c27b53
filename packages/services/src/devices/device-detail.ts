import type { ListedDevice } from './device-row.ts'
import type { DeviceDescription, SealFinding } from './device-values.ts'
import type { DeviceMay, DeviceState } from './lifecycle.ts'

/** Whoever did something: a person by name where the account is known, else what it was. */
export interface DoneBy {
  readonly type: string
  readonly id: string
  readonly name: string | null
}

export interface StateSpan {
  readonly state: DeviceState
  readonly reason: string | null
  readonly sinceMs: number
  readonly untilMs: number | null
  readonly by: DoneBy
}

export interface PlaceSpan {
  readonly storeId: number | null
  readonly storeCode: string | null
  readonly storeName: string | null
  readonly storeNameLang: string | null
  readonly lane: string | null
  /** Whether something answered there. */
  readonly answered: boolean
  readonly sinceMs: number
  readonly untilMs: number | null
}

export interface CustodySpan {
  readonly holder: string
  readonly note: string | null
  readonly sinceMs: number
  readonly untilMs: number | null
  readonly by: DoneBy
}

export interface DeviceSeal {
  readonly id: string
  readonly number: string
  readonly placedAtMs: number
  readonly placedBy: DoneBy
  readonly checkedAtMs: number | null
  readonly checkedBy: DoneBy | null
  readonly found: SealFinding | null
  readonly removedAtMs: number | null
  readonly removedBy: DoneBy | null
  readonly removedWhy: string | null
}

/** A payment taken while the device was in a state in which none is expected of it. */
export interface FlaggedPayment {
  readonly id: string
  readonly openedAtMs: number
  readonly amountMinor: number
  readonly currency: string
  readonly outcome: string | null
  readonly state: DeviceState
}

/** What goes over a terminal's line is kept by its agent for so long. */
export interface LineCapture {
  readonly untilMs: number
  readonly agentId: number
  /** The person's name. */
  readonly requestedBy: string
}

export interface DeviceDetail extends ListedDevice, Pick<DeviceDescription, 'p2peSolution' | 'notes'> {
  readonly rev: number
  readonly createdAtMs: number
  readonly port: {
    readonly terminalId: number
    readonly protocol: string
    readonly link: string
    readonly address: string
    readonly model: string | null
    readonly software: string | null
  } | null
  readonly agent: { readonly agentId: number; readonly name: string; readonly version: string; readonly state: string } | null
  readonly may: DeviceMay
  readonly next: readonly DeviceState[]
  readonly states: readonly StateSpan[]
  readonly places: readonly PlaceSpan[]
  readonly custody: readonly CustodySpan[]
  readonly seals: readonly DeviceSeal[]
  readonly flagged: readonly FlaggedPayment[]
  readonly capture: LineCapture | null
}
