import { appendFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { SimulatedPayment, TerminalProtocol, TerminalSimulator } from '@counterfoil/terminals'
import { systemClock } from '@counterfoil/terminals/system-clock'
import type { Chance } from '../../disasters/random.ts'
import { CARD_NUMBERS, type LanePlan, type LedgerLine } from './lane-plan.ts'

export interface BookedTerminal {
  /** What its own journal says of an amount: all a person at the counter can look at. */
  find(kind: LedgerLine['kind'], amountMinor: number): LedgerLine['state'] | undefined
}

export interface BookedTerminalOptions {
  readonly plan: LanePlan
  readonly number: number
  readonly protocol: TerminalProtocol
  readonly chance: Chance
  readonly ledgerFile: string
}

/** A simulated terminal on the shop's network whose books are in a file before a byte of its answer leaves. */
export async function startBookedTerminal(options: BookedTerminalOptions): Promise<BookedTerminal> {
  const { plan, chance } = options
  const written = new Map<number, string>()
  let till: Socket | undefined
  let unpluggedUntilMs = 0

  /** Only the newest entry and the one it undoes change, but looking at all is cheap. */
  function writeBooks(): void {
    simulator.ledger.forEach(({ kind, amountMinor, receipt, state, atMs }, index) => {
      const mark = `${state}/${amountMinor}`
      if (written.get(index) === mark) return
      written.set(index, mark)
      const line: LedgerLine = { store: plan.store, index, kind, amountMinor, receipt, state, atMs }
      appendFileSync(options.ledgerFile, `${JSON.stringify(line)}\n`)
    })
  }

  const simulator: TerminalSimulator = options.protocol.createSimulator(
    {
      link: 'tcp',
      terminalId: String(70_000_000 + options.number),
      merchantNumber: String(455_600_000_000 + options.number),
      currency: 'EUR',
      merchantName: `Store ${plan.store}`,
      plan: () => drawCustomer(chance),
    },
    {
      clock: systemClock,
      random: chance.next,
      write(bytes) {
        writeBooks()
        till?.write(bytes)
      },
      unplug(forMs) {
        writeBooks()
        // The simulator's own pauses are a person's; here a pulled cable is soon put back.
        unpluggedUntilMs = systemClock.monotonicMs() + forMs / 4
        till?.destroy()
      },
    },
  )
  // A payment taken back on a cut line is written to nobody.
  setInterval(writeBooks, 200)

  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    if (systemClock.monotonicMs() < unpluggedUntilMs) return void socket.destroy()
    till?.destroy()
    till = socket
    simulator.linkUp()
    socket.on('data', (chunk) => socket === till && simulator.received(chunk))
    socket.on('close', () => {
      if (socket !== till) return
      till = undefined
      simulator.linkDown()
    })
  })
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(plan.terminalPort, '127.0.0.1', () => resolve()),
  )
  return {
    find: (kind, amountMinor) =>
      simulator.ledger.findLast((entry) => entry.kind === kind && entry.amountMinor === amountMinor)?.state,
  }
}

/** Each as often as it stands here. */
const ENDINGS: readonly SimulatedPayment['ending'][] = (
  [
    [82, 'approve'],
    [6, 'decline'],
    [3, 'cancel'],
    [3, 'unplug_before_result'],
    [3, 'unplug_after_result'],
    [1, 'garbage'],
    [1, 'busy'],
    [1, 'silent'],
  ] as const
).flatMap(([times, ending]) => Array<SimulatedPayment['ending']>(times).fill(ending))

function drawCustomer(chance: Chance): SimulatedPayment {
  const number = chance.pick(CARD_NUMBERS)
  return {
    ending: chance.pick(ENDINGS),
    presentMs: chance.between(50, 600),
    pinMs: chance.happens(0.3) ? chance.between(100, 400) : 0,
    hostMs: chance.between(50, 800),
    method: { scheme: 'visa', funding: 'debit' },
    // A terminal that prints the whole number in the product's name: seen in the field, and never to be kept.
    card: { first6: number.slice(0, 6), last4: number.slice(-4), name: `Visa ${number}` },
    entry: 'chip',
  }
}
