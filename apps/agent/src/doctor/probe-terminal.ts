import type { Clock, TerminalFact, Timer } from '@counterfoil/terminals'
import type { TerminalConfig } from '../agent-config.ts'
import type { ByteLink, LinkProblem, OpenLink } from '../terminals/byte-link.ts'

/** What was found at the end of one terminal's link. */
export type ProbeResult =
  | { readonly found: 'no_link'; readonly problem: LinkProblem }
  | { readonly found: 'silence' }
  /** Bytes came, but no message of the protocol. */
  | { readonly found: 'foreign'; readonly why: string }
  | {
      readonly found: 'terminal'
      readonly condition: string
      readonly reason: string | undefined
      readonly text: string | undefined
      readonly identity: string | undefined
    }

export interface ProbeOptions {
  readonly terminal: TerminalConfig
  readonly openLink: OpenLink
  readonly clock: Clock
  /** Time for the terminal to say something that makes sense. */
  readonly timeoutMs: number
}

/** Opens the link and lets the protocol's own driver greet the terminal; starts no payment and records nothing. */
export function probeTerminal({ terminal, openLink, clock, timeoutMs }: ProbeOptions): Promise<ProbeResult> {
  return new Promise((resolve) => {
    let link: ByteLink | undefined
    let identified: Extract<TerminalFact, { kind: 'terminal.identified' }> | undefined
    let strange: string | undefined
    const timers: Timer[] = []
    let over = false

    const driver = terminal.protocol.createDriver({
      link: terminal.link.kind,
      settings: terminal.settings,
      ports: {
        clock,
        write: (bytes) => link?.write(bytes),
        record(fact) {
          if (fact.kind === 'terminal.identified') identified = fact
          if (fact.kind === 'terminal.discarded') strange ??= fact.why
          if (fact.kind === 'terminal.condition' && fact.condition !== 'unreachable') later(() => end(described()))
        },
        prompt() {},
        reopenLink: () => later(() => end(described())),
      },
    })

    function described(): ProbeResult {
      const { condition, reason, text } = driver.status()
      if (condition === 'unreachable') {
        if (reason === 'foreign_protocol' || strange !== undefined)
          return { found: 'foreign', why: strange ?? text ?? 'bytes that make no sense' }
        return { found: 'silence' }
      }
      const identity = [
        identified?.model,
        identified?.terminalId && `terminal id ${identified.terminalId}`,
        identified?.software && `software ${identified.software}`,
      ]
        .filter(Boolean)
        .join(', ')
      return { found: 'terminal', condition, reason, text, identity: identity === '' ? undefined : identity }
    }

    /** After the driver has finished its step. */
    function later(work: () => void): void {
      timers.push(clock.startTimer(0, work))
    }

    function end(result: ProbeResult): void {
      if (over) return
      over = true
      for (const timer of timers) timer.cancel()
      driver.close()
      link?.close()
      resolve(result)
    }

    timers.push(clock.startTimer(timeoutMs, () => end(described())))
    link = openLink(terminal.link, {
      opened: () => driver.linkUp(),
      received: (chunk) => over || driver.received(chunk),
      closed: (problem) => {
        const heard = driver.status().lastHeardMs !== undefined
        // Half an answer before the end tells what it was that answered.
        driver.linkDown(problem.message)
        end(heard ? described() : { found: 'no_link', problem })
      },
    })
  })
}
