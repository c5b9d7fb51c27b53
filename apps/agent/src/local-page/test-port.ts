import type { Clock } from '@counterfoil/terminals'
import { checkTerminal } from '../doctor/check-terminal.ts'
import type { OpenLink } from '../terminals/byte-link.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import type { Job } from './job.ts'

/** A serial port is given back by the system a moment after it was closed. */
const GIVEN_BACK_MS = 500

export interface PortTestOptions {
  readonly supervisor: TerminalSupervisor
  readonly openLink: OpenLink
  readonly clock: Clock
  readonly job: Job
  readonly terminal: string
}

/** Greets one terminal at its own port as the doctor does, the running driver's link given up meanwhile. */
export function testPort({ supervisor, openLink, clock, job, terminal }: PortTestOptions): 'begun' | 'busy' | 'already' {
  if (job.now() !== undefined && job.now()?.endedMs === undefined) return 'already'
  let tellLine: (line: string) => void = () => {}
  const lent = supervisor.lendLink('Its port is being tested from the local page.', async (config) => {
    await new Promise<void>((resolve) => void clock.startTimer(GIVEN_BACK_MS, resolve))
    return checkTerminal({ terminal: config, openLink, clock, progress: (line) => tellLine(line) })
  })
  if (lent === undefined) return 'busy'
  job.begin(terminal, async (tell) => {
    tellLine = tell
    return [await lent]
  })
  return 'begun'
}
