import type { CashierPrompt, TerminalFact } from '../terminal-facts.ts'
import type { LinkKind, TerminalProtocol } from '../terminal-protocol.ts'
import type { SimulatedPayment, TerminalSimulator } from '../terminal-simulator.ts'
import { APPROVED_AT_ONCE, type Direction, type DriverPair, type Leftover, type PairOptions } from './driver-pair.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

/**
 * What happens at one message on the cable: nothing; it is pulled before or after the message arrives; or other
 * bytes arrive (none: the message is swallowed while the cable holds).
 */
export type Fate = 'lost' | 'cut_after' | Uint8Array | undefined

export interface MemoryPairOptions extends PairOptions {
  readonly link: LinkKind
  /** Asked for every chunk, counted over both directions from 1. */
  readonly fate?: (count: number, direction: Direction, chunk: Uint8Array) => Fate
}

export interface MemoryPair extends DriverPair {
  readonly clock: VirtualClock
  /** Chunks that have reached the other side. */
  readonly chunks: number
}

/** What outlives a driver: the terminal, the cable, and what was recorded. */
interface Bench {
  readonly protocol: TerminalProtocol
  readonly options: MemoryPairOptions
  readonly clock: VirtualClock
  readonly simulator: TerminalSimulator
  readonly facts: TerminalFact[]
  planned: SimulatedPayment
  toDriver: (bytes: Uint8Array) => void
  unplug: (forMs: number) => void
  chunks: number
}

const LATENCY_MS = 2
const REOPEN_MS = 500

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

function createBench(protocol: TerminalProtocol, options: MemoryPairOptions): Bench {
  const clock = createVirtualClock()
  const bench: Bench = {
    protocol,
    options,
    clock,
    facts: [],
    planned: APPROVED_AT_ONCE,
    toDriver: () => {},
    unplug: () => {},
    chunks: 0,
    simulator: protocol.createSimulator(
      {
        link: options.link,
        terminalId: '52500041',
        merchantNumber: '100437000000041',
        currency: 'EUR',
        plan: () => bench.planned,
        merchantName: 'Test store',
      },
      { clock, random: createRandom(1), write: (bytes) => bench.toDriver(bytes), unplug: (forMs) => bench.unplug(forMs) },
    ),
  }
  return bench
}

/** Joins a driver of `protocol` and its simulator in memory: virtual time, two milliseconds for each chunk. */
export function openMemoryPair(protocol: TerminalProtocol, options: MemoryPairOptions): MemoryPair {
  return connectDriver(createBench(protocol, options), undefined)
}

function connectDriver(bench: Bench, leftover: Leftover | undefined): MemoryPair {
  const { clock, simulator, facts, options, protocol } = bench
  const parsed = protocol.parseSettings(options.settings ?? {})
  if ('problems' in parsed) throw new Error(`The test's settings are wrong: ${JSON.stringify(parsed.problems)}`)
  const prompts: CashierPrompt[] = []
  let refuses: (fact: TerminalFact) => boolean = () => false
  /** Counts up with every cut: what was under way on an older connection is lost. */
  let connection = 1
  let connected = true
  let gone = false

  function cut(forMs: number): void {
    if (!connected || gone) return
    connected = false
    connection += 1
    driver.linkDown('The cable was pulled.')
    simulator.linkDown()
    clock.startTimer(forMs, connect)
  }

  function connect(): void {
    if (connected || gone) return
    connected = true
    simulator.linkUp()
    driver.linkUp()
  }

  function carry(chunk: Uint8Array, direction: Direction, deliver: (bytes: Uint8Array) => void): void {
    const sentOn = connection
    if (!connected || gone) return
    clock.startTimer(LATENCY_MS, () => {
      if (sentOn !== connection || gone) return
      bench.chunks += 1
      const fate = options.fate?.(bench.chunks, direction, chunk)
      if (fate === 'lost') {
        cut(REOPEN_MS)
        return
      }
      deliver(fate instanceof Uint8Array ? fate : chunk)
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
  bench.toDriver = (bytes) => carry(bytes, 'from_terminal', (chunk) => driver.received(chunk))
  bench.unplug = cut
  if (leftover !== undefined) driver.resume(leftover.open, leftover.lastReceipt)
  simulator.linkUp()
  driver.linkUp()

  function leave(): void {
    gone = true
    driver.close()
    simulator.linkDown()
  }

  return {
    driver,
    simulator,
    clock,
    facts,
    prompts,
    get chunks() {
      return bench.chunks
    },
    plan(next) {
      bench.planned = { ...APPROVED_AT_ONCE, ...next }
    },
    refuseFacts(next) {
      refuses = next
    },
    cut,
    async restart(next) {
      leave()
      return connectDriver(bench, next)
    },
    async until(done, limitMs = 60 * 60_000) {
      const endMs = clock.monotonicMs() + limitMs
      while (!done()) {
        if (!clock.runNext(endMs - clock.monotonicMs())) {
          throw new Error(`Not reached within ${limitMs} ms; last facts: ${JSON.stringify(facts.slice(-5))}`)
        }
        // A promise settled by a timer is seen before the next one fires.
        await Promise.resolve()
      }
    },
    async pass(ms) {
      clock.advance(ms)
      await Promise.resolve()
    },
    async close() {
      leave()
    },
  }
}
