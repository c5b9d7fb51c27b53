import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CashierPrompt,
  systemClock,
  type TerminalFact,
  type TerminalProtocol,
  terminalProtocols,
} from '@counterfoil/terminals'
import { type DriverPair, type Leftover, type OpenPair, runDriverContract } from '@counterfoil/terminals/testing'
import { silentLog } from '../src/log.ts'
import { openLink } from '../src/terminals/open-link.ts'
import { createTerminalSupervisor } from '../src/terminals/terminal-supervisor.ts'
import { type TerminalAt, terminalAtPty, terminalAtTcp } from './support/terminal-at.ts'

/** A driver under the agent's own supervisor, over the system's own sockets and serial ports, in real time. */
function openRealPair(protocol: TerminalProtocol, openTerminal: () => Promise<TerminalAt>): OpenPair {
  return async ({ settings = {} }) => {
    const parsed = protocol.parseSettings(settings)
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
    const terminal = await openTerminal()
    const facts: TerminalFact[] = []
    const prompts: CashierPrompt[] = []
    let refuses: (fact: TerminalFact) => boolean = () => false

    function connect(leftover: Leftover): DriverPair {
      const supervisor = createTerminalSupervisor({
        terminal: {
          key: 'lane-1',
          lane: '1',
          protocol,
          link: terminal.address,
          settings: 'settings' in parsed ? parsed.settings : undefined,
        },
        clock: systemClock,
        random: () => 0,
        openLink,
        record(fact) {
          if (refuses(fact)) throw new Error('The disk is full.')
          facts.push(fact)
        },
        prompt: (prompt) => prompts.push(prompt),
        openPayments: () => leftover.open,
        lastReceipt: () => leftover.lastReceipt,
        log: silentLog,
      })
      supervisor.start()
      const ownedByTheSupervisor = () => {
        throw new Error('The supervisor calls this.')
      }
      return {
        driver: {
          ...supervisor,
          linkUp: ownedByTheSupervisor,
          linkDown: ownedByTheSupervisor,
          received: ownedByTheSupervisor,
          resume: ownedByTheSupervisor,
          close: () => supervisor.stop(),
        },
        simulator: terminal.simulator,
        facts,
        prompts,
        plan: terminal.plan,
        refuseFacts(next) {
          refuses = next
        },
        cut: terminal.cut,
        async restart(next) {
          supervisor.stop()
          await sleep(100)
          return connect(next)
        },
        async until(done, limitMs = 45_000) {
          const endMs = performance.now() + limitMs
          while (!done()) {
            if (performance.now() > endMs)
              throw new Error(`Not reached within ${limitMs} ms. Facts: ${JSON.stringify(facts.slice(-6))}`)
            await sleep(5)
          }
        },
        pass: (ms) => sleep(ms),
        async close() {
          supervisor.stop()
          await terminal.close()
        },
      }
    }
    return connect({ open: [] })
  }
}

for (const protocol of terminalProtocols) {
  if (protocol.tcp !== undefined)
    runDriverContract(
      `${protocol.label} over TCP`,
      openRealPair(protocol, () => terminalAtTcp(protocol)),
    )
  if (protocol.serial !== undefined)
    runDriverContract(
      `${protocol.label} over a pty pair`,
      openRealPair(protocol, () => terminalAtPty(protocol)),
    )
}
