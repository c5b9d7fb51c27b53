import type { SerialDefaults, TerminalProtocol } from '@counterfoil/terminals'
import type { TransportSettings } from './link/hub-transport.ts'
import type { RecordLimits } from './recorder/record-space.ts'

/** An adapter by the socket it is in, by its own serial number, or both. */
export interface UsbPort {
  readonly location?: string
  readonly serial?: string
}

/** How a terminal is reached. */
export type LinkAddress =
  /** With `usb` the port is looked for each time it is opened, and `path` only says so. */
  | ({ readonly kind: 'serial'; readonly path: string; readonly usb?: UsbPort } & SerialDefaults)
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }

export interface TerminalConfig {
  readonly key: string
  readonly lane: string
  readonly protocol: TerminalProtocol
  readonly label?: string
  readonly note?: string
  readonly link: LinkAddress
  /** As the file gives them. */
  readonly givenSettings?: unknown
  /** As `protocol.parseSettings` returned them. */
  readonly settings: unknown
}

export interface TillConfig {
  readonly name: string
  readonly tokenSha256: string
  /** Lanes this till may use; all when absent. */
  readonly lanes?: readonly string[]
}

export interface TillApiConfig {
  readonly host: string
  readonly port: number
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly tills: readonly TillConfig[]
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Everything an agent is told from outside; checked, with defaults filled in and paths made absolute. */
export interface AgentConfig {
  readonly name: string
  /** Addresses of one hub, the preferred one first. Absent: those the agent was enrolled with. */
  readonly hubUrls?: readonly string[]
  /** Whom to trust on the way to the hub, and by way of whom; left out, as this machine does. */
  readonly hubTransport?: TransportSettings
  readonly dataDir: string
  readonly logLevel: LogLevel
  /** Left out: the usual limits. */
  readonly record?: RecordLimits
  readonly terminals: readonly TerminalConfig[]
  readonly tillApi?: TillApiConfig
  /** Where the technician's page listens when it is asked for; left out, it never does. */
  readonly localPage?: { readonly port: number }
  /** It is set on the spot alone. */
  readonly refusesHubConfiguration?: boolean
}

export function usbText({ location, serial }: UsbPort): string {
  return [location && `USB location ${location}`, serial && `USB serial number ${serial}`].filter(Boolean).join(', ')
}

/** e.g. `/dev/ttyUSB0`, `USB location 1-1.2` or `192.168.10.21:20007`. */
export function addressText(link: LinkAddress): string {
  return link.kind === 'serial' ? link.path : `${link.host}:${link.port}`
}
