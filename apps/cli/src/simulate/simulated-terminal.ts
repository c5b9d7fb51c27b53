import type { Clock, LinkKind, SimulatorOptions, TerminalProtocol, TerminalSimulator } from '@counterfoil/terminals'
import { UsageError } from '../cli-error.ts'
import type { CliIo } from '../verb.ts'

export type WhereItAnswers =
  | { readonly link: 'tcp'; readonly host: string; readonly port: number }
  | { readonly link: 'serial'; readonly path: string; readonly baudRate: number }

export interface SimulatedTerminal {
  readonly protocol: TerminalProtocol
  readonly plan: SimulatorOptions['plan']
  readonly clock: Clock
  readonly currency: string
  readonly io: Pick<CliIo, 'out' | 'err' | 'stop'>
  /** Called once, when a client may come. */
  ready(where: WhereItAnswers): void
  random(): number
}

/** A terminal of `protocol`; `write` and `unplug` are the cable it hangs on. */
export function createTerminal(
  terminal: SimulatedTerminal,
  link: LinkKind,
  cable: { write(bytes: Uint8Array): void; unplug(forMs: number): void },
): TerminalSimulator {
  try {
    return terminal.protocol.createSimulator(
      {
        link,
        terminalId: '60000001',
        merchantNumber: '455600000001',
        currency: terminal.currency,
        merchantName: 'Counterfoil test terminal',
        plan: (payment) => {
          const planned = terminal.plan(payment)
          terminal.io.out(
            `${payment.kind} of ${payment.amountMinor} minor units: the customer will ${planned.ending.replaceAll('_', ' ')}`,
          )
          return planned
        },
      },
      { clock: terminal.clock, random: terminal.random, ...cable },
    )
  } catch (error) {
    // What a protocol cannot be, e.g. a currency it does not know.
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}
