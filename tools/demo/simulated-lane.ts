import type {
  Clock,
  LinkKind,
  SimulatedPayment,
  SimulatorOptions,
  TerminalProtocol,
  TerminalSimulator,
} from '@counterfoil/terminals'
import type { DemoStore } from './chain.ts'

/** What hangs on the till's end of the cable: a driver, or an agent's link to one. */
export interface TillEnd {
  received(chunk: Uint8Array): void
  linkUp(): void
  linkDown(why: string): void
}

/** One simulated terminal and its cable, which takes the time a real one takes. */
export interface SimulatedLane {
  readonly simulator: TerminalSimulator
  readonly link: LinkKind
  plugIn(end: TillEnd): void
  /** Bytes from the till's end. */
  send(bytes: Uint8Array): void
  /** The till's end closes the line and opens it again, as an agent does after T3. */
  reopen(): void
}

/** 9,600 baud, 8N2: eleven bits a byte. */
const SERIAL_BYTE_MS = 11_000 / 9_600
const TCP_MESSAGE_MS = 2

export function createSimulatedLane(options: {
  readonly store: DemoStore
  readonly lane: number
  readonly clock: Clock
  readonly protocol: TerminalProtocol
  random(): number
  plan(): SimulatedPayment
}): SimulatedLane {
  const { store, lane, clock } = options
  const link = linkOf(lane)
  let end: TillEnd | undefined
  let plugged = false
  let session = 0

  const carry = (bytes: Uint8Array, deliver: (bytes: Uint8Array) => void) => {
    if (!plugged) return
    const sentIn = session
    const copy = bytes.slice()
    clock.startTimer(link === 'serial' ? copy.length * SERIAL_BYTE_MS : TCP_MESSAGE_MS, () => {
      if (plugged && session === sentIn) deliver(copy)
    })
  }
  const connect = () => {
    plugged = true
    session++
    simulator.linkUp()
    end?.linkUp()
  }
  const cut = (why: string) => {
    if (!plugged) return
    plugged = false
    simulator.linkDown()
    end?.linkDown(why)
  }
  const simulator = options.protocol.createSimulator(simulatorOptionsOf(store, lane, options.plan), {
    clock,
    random: options.random,
    write: (bytes) => carry(bytes, (chunk) => end?.received(chunk)),
    unplug: (forMs) => {
      cut('port_gone')
      clock.startTimer(forMs, connect)
    },
  })
  return {
    simulator,
    link,
    plugIn(tillEnd) {
      end = tillEnd
      connect()
    },
    send: (bytes) => carry(bytes, (chunk) => simulator.received(chunk)),
    reopen() {
      cut('reopened')
      clock.startTimer(500, connect)
    },
  }
}

/** Odd lanes hang on a serial cable, even ones on the shop's network. */
export function linkOf(lane: number): LinkKind {
  return lane % 2 === 1 ? 'serial' : 'tcp'
}

export function simulatorOptionsOf(store: DemoStore, lane: number, plan: () => SimulatedPayment): SimulatorOptions {
  return {
    link: linkOf(lane),
    terminalId: terminalIdOf(store, lane),
    merchantNumber: `4556${store.code.padStart(8, '0')}`,
    currency: store.currency,
    merchantName: store.name,
    plan,
  }
}

/** Eight digits, one per lane of the chain. */
export function terminalIdOf(store: DemoStore, lane: number): string {
  return `${store.code.padStart(6, '6')}${String(lane).padStart(2, '0')}`
}

/** The agent's name of a lane's terminal. */
export function terminalKeyOf(lane: number): string {
  return `lane-${lane}`
}
