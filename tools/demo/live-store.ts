import { join } from 'node:path'
import {
  type Agent,
  type AgentConfig,
  type ConnectHub,
  createAgent,
  createSimulatedTerminal,
  type LinkAddress,
  type Log,
  type OpenLink,
  openOutbox,
  readIdentity,
} from '@counterfoil/agent'
import type { Clock, TerminalProtocol } from '@counterfoil/terminals'
import type { DemoStore } from './chain.ts'
import { configuredTerminals } from './configured-terminals.ts'
import { drawPayment } from './customers.ts'
import { createQueue, createShop } from './shop.ts'
import { simulatorOptionsOf, terminalKeyOf } from './simulated-lane.ts'
import { sendCustomers } from './trade-day.ts'

export interface LiveStore {
  start(): Promise<void>
  stop(): Promise<void>
  /** Pulls the cable of a lane's terminal. */
  unplug(lane: number, forMs: number): void
}

export interface LiveStoreOptions {
  readonly store: DemoStore
  readonly protocol: TerminalProtocol
  readonly dataDir: string
  readonly clock: Clock
  readonly connectHub: ConnectHub
  /** Where that leads: the agent tells what it is set by. */
  readonly hubs: readonly string[]
  readonly log: Log
  random(): number
  newId(): string
}

/** One demo store trading now: the real agent over the store's own outbox, simulated terminals, and customers. */
export function createLiveStore(options: LiveStoreOptions): LiveStore {
  const { store, protocol, dataDir, clock, random } = options
  const identity = readIdentity(dataDir)
  if (identity === undefined) throw new Error(`${dataDir} holds no identity: the demo chain was not made here.`)
  const outbox = openOutbox({ path: join(dataDir, 'outbox.db'), epoch: identity.epoch, monotonicMs: clock.monotonicMs })
  const terminals = new Map(
    lanesOf(store).map((lane) => [
      terminalKeyOf(lane),
      createSimulatedTerminal({
        protocol,
        clock,
        random,
        simulator: simulatorOptionsOf(store, lane, () => drawPayment(store, random)),
      }),
    ]),
  )
  const openLink: OpenLink = (address, handlers) => {
    const terminal = terminals.get(keyAt(address))
    if (terminal === undefined) throw new Error(`no simulated terminal at ${keyAt(address)}`)
    return terminal.open(handlers)
  }
  const agent: Agent = createAgent({ ...options, config: agentConfig(options), identity, outbox, openLink, platform: 'demo' })
  const shop = createShop(store, random, 100_000 + Math.floor(random() * 850_000))
  const queue = createQueue(store.lanes, clock, random, (lane) => serve(lane))
  let customers: { stop(): void } | undefined

  function serve(lane: number): boolean {
    if (agent.terminal(terminalKeyOf(lane))?.status().condition !== 'ready') return false
    const { basket, cashier, kind, amountMinor, parent } = shop.next(lane)
    const answer = agent.desk.place(
      { lane: String(lane), kind, amountMinor, currency: store.currency, basket, cashier, parent },
      { till: `till-${lane}`, idempotencyKey: options.newId() },
    )
    if (!answer.accepted) return false
    const { id } = answer.payment
    const forget = agent.desk.subscribe(id, (news) => {
      if (news.type !== 'state' || news.payment.state !== 'final') return
      forget()
      if (kind === 'sale' && news.payment.outcome === 'approved') shop.sold(lane, { paymentId: id, amountMinor })
    })
    return true
  }

  return {
    async start() {
      await agent.start()
      customers = sendCustomers(store, { clock, random, untilMs: Number.POSITIVE_INFINITY, arrive: () => queue.arrive() })
    },
    async stop() {
      customers?.stop()
      await agent.stop()
      for (const terminal of terminals.values()) terminal.close()
      outbox.close()
    },
    unplug: (lane, forMs) => terminals.get(terminalKeyOf(lane))?.unplug(forMs),
  }
}

function lanesOf(store: DemoStore): number[] {
  return Array.from({ length: store.lanes }, (_, index) => index + 1)
}

/** The address carries the terminal's key: serial ones as path, network ones as host. */
function keyAt(address: LinkAddress): string {
  return address.kind === 'serial' ? address.path : address.host
}

function agentConfig({ store, protocol, dataDir }: LiveStoreOptions): AgentConfig {
  const parsed = protocol.parseSettings({ currency: store.currency })
  if ('problems' in parsed) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('; '))
  const serial = protocol.serial
  return {
    name: `${store.code} back office`,
    dataDir,
    logLevel: 'warn',
    terminals: configuredTerminals(store, protocol.id).map(({ key, lane, label, note, link }) => ({
      key,
      lane,
      label,
      ...(note === undefined ? {} : { note }),
      protocol,
      settings: parsed.settings,
      link:
        link === 'serial' && serial !== undefined
          ? { kind: 'serial', path: key, ...serial }
          : { kind: 'tcp', host: key, port: protocol.tcp?.port ?? 1 },
    })),
  }
}
