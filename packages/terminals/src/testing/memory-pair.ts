import type { OpenPayment, TerminalDriver } from '../terminal-driver.ts'
import type { CashierPrompt, TerminalFact } from '../terminal-facts.ts'
import type { LinkKind, TerminalProtocol } from '../terminal-protocol.ts'
import type { SimulatedPayment, TerminalSimulator } from '../terminal-simulator.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export type Direction = 'to_terminal' | 'from_terminal'

/** A driver and a simulated terminal, joined by a cable the test can cut. */
export interface DriverPair {
  readonly driver: TerminalDriver
  readonly simulator: TerminalSimulator
  /** Everything recorded, in order. */
  readonly facts: TerminalFact[]
  readonly prompts: CashierPrompt[]
  /** What the terminal's customers do from now on. */
  plan(next: Partial<SimulatedPayment>): void
  /** The disk refuses facts for which this is true. */
  refuseFacts(refuses: (fact: TerminalFact) => boolean): void
  cut(forMs: number): void
  /** Lets time pass until `done` holds; throws after `limitMs` of the pair's own time. */
  until(done: () => boolean, limitMs?: number): Promise<void>
  /** Lets time pass. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export interface PairOptions {
  readonly link: LinkKind
  readonly settings?: Readonly<Record<string, unknown>>
  /** What an earlier run left open, and the last receipt it knew. */
  readonly resume?: { readonly open: readonly OpenPayment[]; readonly lastReceipt?: string }
  /** Called before each chunk is delivered: return `cut` to pull the cable instead, `cut_after` to pull it afterwards. */
  readonly onChunk?: (chunk: Uint8Array, direction: Direction, count: number) => 'cut' | 'cut_after' | undefined
  /** Leaves the terminal as it is and connects another driver to it: the agent was restarted. */
  readonly terminal?: MemoryTerminal
}

export type OpenPair = (options: PairOptions) => Promise<DriverPair>

export const APPROVED_AT_ONCE: SimulatedPayment = {
  ending: 'approve',
  presentMs: 800,
  pinMs: 0,
  hostMs: 700,
  method: { scheme: 'visa', funding: 'debit' },
  card: { first6: '476173', last4: '0119', name: 'Visa Debit' },
  entry: 'contactless',
}

/** The terminal's half of an in-memory pair; it outlives the driver that a test lets crash. */
export interface MemoryTerminal {
  readonly clock: VirtualClock
  readonly simulator: TerminalSimulator
  planned: SimulatedPayment
  toDriver: (bytes: Uint8Array) => void
  unplug: (forMs: number) => void
}

/** A deterministic chance in 0 … 1: mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const LATENCY_MS = 2
const REOPEN_MS = 500

export function createMemoryTerminal(protocol: TerminalProtocol, link: LinkKind, seed = 1): MemoryTerminal {
  const clock = createVirtualClock()
  const terminal: MemoryTerminal = {
    clock,
    planned: APPROVED_AT_ONCE,
    toDriver: () => {},
    unplug: () => {},
    simulator: protocol.createSimulator(
      {
        link,
        terminalId: '52500041',
        merchantNumber: '100437000000041',
        currency: 'EUR',
        plan: () => terminal.planned,
        merchantName: 'Test store',
      },
      {
        clock,
        random: createRandom(seed),
        write: (bytes) => terminal.toDriver(bytes),
        unplug: (forMs) => terminal.unplug(forMs),
      },
    ),
  }
  return terminal
}

/** Joins a driver of `protocol` and its simulator in memory; time is virtual, each chunk takes two milliseconds. */
export function openMemoryPair(
  protocol: TerminalProtocol,
  options: PairOptions,
): DriverPair & { readonly terminal: MemoryTerminal } {
  const terminal = options.terminal ?? createMemoryTerminal(protocol, options.link)
  const { clock, simulator } = terminal
  const parsed = protocol.parseSettings(options.settings ?? {})
  if ('problems' in parsed) throw new Error(`Settings of the test are wrong: ${JSON.stringify(parsed.problems)}`)
  const facts: TerminalFact[] = []
  const prompts: CashierPrompt[] = []
  let refuses: (fact: TerminalFact) => boolean = () => false
  /** Counts up with every cut: chunks of an older connection are lost. */
  let connection = 1
  let connected = true
  let chunks = 0

  function cut(forMs: number): void {
    if (!connected) return
    connected = false
    connection += 1
    driver.linkDown('The cable was pulled.')
    simulator.linkDown()
    clock.startTimer(forMs, connect)
  }

  function connect(): void {
    if (connected) return
    connected = true
    simulator.linkUp()
    driver.linkUp()
  }

  function carry(chunk: Uint8Array, direction: Direction, deliver: (bytes: Uint8Array) => void): void {
    const sentOn = connection
    if (!connected) return
    clock.startTimer(LATENCY_MS, () => {
      if (sentOn !== connection || !connected) return
      chunks += 1
      const fate = options.onChunk?.(chunk, direction, chunks)
      if (fate === 'cut') return cut(REOPEN_MS)
      deliver(chunk)
      if (fate === 'cut_after') cut(REOPEN_MS)
    })
  }

  const driver = protocol.createDriver({
    link: options.link,
    settings: parsed.settings,
    ports: {
      clock,
      write: (bytes) => carry(bytes, 'to_terminal', (chunk) => simulator.received(chunk)),
      record(fact) {
        if (refuses(fact)) throw new Error('The disk is full.')
        facts.push(fact)
      },
      prompt: (prompt) => prompts.push(prompt),
      reopenLink: () => cut(REOPEN_MS),
    },
  })
  terminal.toDriver = (bytes) => carry(bytes, 'from_terminal', (chunk) => driver.received(chunk))
  terminal.unplug = cut
  if (options.resume !== undefined) driver.resume(options.resume.open, options.resume.lastReceipt)
  simulator.linkUp()
  driver.linkUp()

  return {
    driver,
    simulator,
    terminal,
    facts,
    prompts,
    plan(next) {
      terminal.planned = { ...APPROVED_AT_ONCE, ...next }
    },
    refuseFacts(next) {
      refuses = next
    },
    cut,
    async until(done, limitMs = 30 * 60_000) {
      const endMs = clock.monotonicMs() + limitMs
      while (!done()) {
        if (!clock.runNext(endMs - clock.monotonicMs()))
          throw new Error(`Not reached within ${limitMs} ms. Facts: ${JSON.stringify(facts.slice(-6))}`)
        // A promise settled by a timer is seen before the next one.
        await Promise.resolve()
      }
    },
    async pass(ms) {
      clock.advance(ms)
      await Promise.resolve()
    },
    async close() {
      connected = false
      connection += 1
      driver.close()
      simulator.linkDown()
    },
  }
}
