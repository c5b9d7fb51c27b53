import type { Clock } from './clock.ts'
import type { LineReader } from './line-reader.ts'
import type { DriverPorts, Operation, TerminalDriver } from './terminal-driver.ts'
import type { SimulatorOptions, SimulatorPorts, TerminalSimulator } from './terminal-simulator.ts'

export type { Clock }

export type LinkKind = 'serial' | 'tcp'

export interface SerialDefaults {
  readonly baudRate: number
  readonly dataBits: 7 | 8
  readonly parity: 'none' | 'even' | 'odd'
  readonly stopBits: 1 | 2
}

export type Capability =
  | 'sale'
  | 'refund'
  | 'reversal'
  | 'cancel'
  | 'inquire_last'
  | 'status_poll'
  | 'events'
  | 'print_lines'
  | Operation

/** A timer of a protocol: its published default and the range a setting may use, in milliseconds. */
export interface TimerDefinition {
  readonly defaultMs: number
  readonly minMs: number
  readonly maxMs: number
  readonly meaning: string
}

/** One setting that is wrong, in words a technician can act on. */
export interface SettingProblem {
  /** Path below the terminal's entry, e.g. `password` or `timers.t3`. */
  readonly path: string
  readonly message: string
}

export interface DecodedMessage {
  readonly name: string
  readonly direction: 'to_terminal' | 'from_terminal' | 'either' | 'unknown'
  readonly fields: Readonly<Record<string, unknown>>
  /** The same values under the names other projects publish: for programs, never shown to people. */
  readonly aliases?: Readonly<Record<string, unknown>>
  readonly problems: readonly string[]
}

/** One entry of the registry: everything the rest of the product needs to know of a protocol. */
export interface TerminalProtocol<Settings = unknown> {
  readonly id: string
  readonly label: string
  readonly capabilities: readonly Capability[]
  readonly serial?: SerialDefaults
  readonly tcp?: { readonly port: number }
  readonly timers: Readonly<Record<string, TimerDefinition>>
  /** Paths of the settings that may be set from afar, e.g. `timers.t3`: none that is a secret or leads money elsewhere. */
  readonly remoteSettings: readonly string[]
  parseSettings(raw: unknown): { readonly settings: Settings } | { readonly problems: readonly SettingProblem[] }
  createDriver(options: { readonly link: LinkKind; readonly settings: Settings; readonly ports: DriverPorts }): TerminalDriver
  createSimulator(options: SimulatorOptions, ports: SimulatorPorts): TerminalSimulator
  /** For people: bytes in, named messages out. Never throws. `link` left out: told by the bytes. */
  decode(bytes: Uint8Array, link?: LinkKind): readonly DecodedMessage[]
  /** For a capture of what goes over a line: card data is hidden harder than anywhere else. */
  createLineReader(link: LinkKind): LineReader
}
