import { createIdMaker } from '@counterfoil/services'
import type { TerminalDriver, TerminalFact, TerminalProtocol } from '@counterfoil/terminals'
import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import type { DemoStore } from './chain.ts'
import { configuredTerminals } from './configured-terminals.ts'
import { drawPayment } from './customers.ts'
import { createRandom } from './random.ts'
import { createQueue, createShop } from './shop.ts'
import { createSimulatedLane, terminalKeyOf } from './simulated-lane.ts'
import { sendCustomers } from './trade-day.ts'

/** An agent's event as its outbox takes it. */
export interface HistoryEvent {
  readonly at: number
  readonly kind: string
  readonly terminal?: string
  readonly payment?: string
  readonly [field: string]: unknown
}

/** The history ends a little before now, so that its last customers are served when the live agents take over. */
const SERVE_OUT_MS = 4 * 60_000

/**
 * Trades one store from `fromMs` to `toMs` in virtual time, with the real driver against the real simulator, and hands
 * each event to `emit` in order. The same store, days and seed give the same history.
 */
export function tradeHistory(
  store: DemoStore,
  {
    protocol,
    fromMs,
    toMs,
    emit,
  }: { protocol: TerminalProtocol; fromMs: number; toMs: number; emit: (event: HistoryEvent) => void },
): void {
  const random = createRandom(`${store.code}/history`)
  const clock = createVirtualClock(fromMs)
  const fillRandom = (bytes: Uint8Array) => {
    for (let index = 0; index < bytes.length; index++) bytes[index] = Math.floor(random() * 256)
  }
  const newId = createIdMaker({ nowMs: () => clock.nowMs(), fillRandom })
  const boot = newId()
  const event = (body: { readonly kind: string; readonly [field: string]: unknown }) =>
    emit({ v: 1, at: Math.round(clock.nowMs()), mono: Math.round(clock.monotonicMs()), boot, ...body })

  event({ kind: 'agent.started', version: '0.1.0', protocol: 1, platform: 'demo' })
  event({ kind: 'agent.configured', terminals: configuredTerminals(store, protocol.id) })
  const shop = createShop(store, random, Math.floor(random() * 50_000))
  const receipts = new Map<string, string>()
  const settings = historySettings(protocol, store)

  const lanes = Array.from({ length: store.lanes }, (_, index) => {
    const lane = index + 1
    const terminal = terminalKeyOf(lane)
    const cable = createSimulatedLane({ store, lane, clock, protocol, random, plan: () => drawPayment(store, random) })
    const record = (fact: TerminalFact) => {
      if (isApprovedSale(fact)) {
        receipts.set(fact.payment, fact.result.receipt ?? '')
        shop.sold(lane, { paymentId: fact.payment, amountMinor: fact.amountMinor })
      }
      event({ terminal, ...fact })
    }
    const driver: TerminalDriver = protocol.createDriver({
      link: cable.link,
      settings,
      ports: { clock, write: (bytes) => cable.send(bytes), record, prompt: () => {}, reopenLink: () => cable.reopen() },
    })
    driver.resume([], undefined)
    cable.plugIn(driver)
    return { driver, cable }
  })

  const queue = createQueue(store.lanes, clock, random, (lane) => {
    const driver = lanes[lane - 1]?.driver
    if (driver === undefined || driver.status().condition !== 'ready') return false
    const { basket, cashier, kind, amountMinor, parent } = shop.next(lane)
    return driver.startPayment({
      paymentId: newId(),
      kind,
      amountMinor,
      currency: store.currency,
      ...(parent === undefined ? {} : { parent: { paymentId: parent, receipt: receipts.get(parent) ?? '' } }),
      details: { basket, cashier, lane: String(lane) },
    }).started
  })
  const customers = sendCustomers(store, { clock, random, untilMs: toMs - SERVE_OUT_MS, arrive: () => queue.arrive() })
  clock.advance(toMs - fromMs)
  customers.stop()
  for (const { driver, cable } of lanes) {
    driver.close()
    cable.simulator.close()
  }
}

/** Status enquiries as often as in a shop would be millions of idle exchanges; an hourly one leaves the same events. */
function historySettings(protocol: TerminalProtocol, store: DemoStore): unknown {
  const parsed = protocol.parseSettings({ currency: store.currency })
  if ('problems' in parsed) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('; '))
  const settings = parsed.settings as { readonly timers: Readonly<Record<string, number>> }
  return { ...settings, timers: { ...settings.timers, poll: 3_600_000 } }
}

function isApprovedSale(fact: TerminalFact): fact is Extract<TerminalFact, { kind: 'payment.finalised' }> {
  return fact.kind === 'payment.finalised' && fact.paymentKind === 'sale' && fact.outcome === 'approved'
}
