import type { Clock } from '@counterfoil/terminals'
import type { Finding } from '../doctor/finding.ts'
import type { Log } from '../log.ts'
import type { OpenLink } from '../terminals/byte-link.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import type { PageKeys } from './page-keys.ts'
import type { PageSourceOptions } from './page-source.ts'

/** What the page needs from outside the agent; left out, there is no page. */
export interface PagePowers {
  readonly port: number
  readonly keys: PageKeys
  /** As `agent doctor` finds them, beside the running agent. */
  doctor(): Promise<readonly Finding[]>
  /** As `agent support-bundle` writes it. */
  supportBundle(): Promise<Buffer>
  /** Unguessable, of letters that an address may hold. */
  randomText(): string
}

export interface LocalPageOptions extends PageSourceOptions {
  readonly powers: PagePowers
  readonly clock: Clock
  readonly log: Log
  readonly newId: () => string
  readonly openLink: OpenLink
  supervisor(terminal: string): TerminalSupervisor | undefined
}
