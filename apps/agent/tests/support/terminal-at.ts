import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type SimulatedPayment,
  type SimulatorOptions,
  systemClock,
  type TerminalProtocol,
  type TerminalSimulator,
} from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'
import type { LinkAddress } from '../../src/agent-config.ts'
import type { ByteLink } from '../../src/terminals/byte-link.ts'
import { openSerialLink } from '../../src/terminals/open-serial-link.ts'
import { createPtyPair } from './pty-pair.ts'

/** A simulated terminal at the end of a real link, in real time. */
export interface TerminalAt {
  readonly simulator: TerminalSimulator
  readonly address: LinkAddress
  plan(next: Partial<SimulatedPayment>): void
  cut(forMs: number): void
  close(): Promise<void>
}

type Cable = { write(bytes: Uint8Array): void; unplug(forMs: number): void }

function simulate(protocol: TerminalProtocol, link: 'serial' | 'tcp', cable: Cable) {
  let planned = APPROVED_AT_ONCE
  const options: SimulatorOptions = {
    link,
    terminalId: '52500041',
    merchantNumber: '100437000000041',
    currency: 'EUR',
    plan: () => planned,
    merchantName: 'Test store',
  }
  return {
    simulator: protocol.createSimulator(options, { clock: systemClock, random: createRandom(3), ...cable }),
    plan(next: Partial<SimulatedPayment>) {
      planned = { ...APPROVED_AT_ONCE, ...next }
    },
  }
}

/** Listens on a free port of this machine. */
export async function terminalAtTcp(protocol: TerminalProtocol): Promise<TerminalAt> {
  let current: Socket | undefined
  let closed = false
  let port = 0
  const { simulator, plan } = simulate(protocol, 'tcp', { write: (bytes) => current?.write(bytes), unplug: cut })
  const hangUp = () => {
    const socket = current
    current = undefined
    if (socket !== undefined) simulator.linkDown()
    socket?.destroy()
  }
  const server = createServer((socket) => {
    hangUp()
    current = socket
    socket.on('data', (chunk) => socket === current && simulator.received(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => socket === current && hangUp())
    simulator.linkUp()
  })
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stopListening = () => new Promise<void>((resolve) => server.close(() => resolve()))

  function cut(forMs: number): void {
    if (!server.listening) return
    hangUp()
    void stopListening().then(async () => {
      await sleep(forMs)
      if (!closed) await listen()
    })
  }

  await listen()
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  port = address.port
  return {
    simulator,
    plan,
    cut,
    address: { kind: 'tcp', host: '127.0.0.1', port },
    async close() {
      closed = true
      hangUp()
      simulator.close()
      if (server.listening) await stopListening()
    },
  }
}

/** Answers on one end of a pseudo-terminal pair; the address is the other end. */
export async function terminalAtPty(protocol: TerminalProtocol): Promise<TerminalAt> {
  const pair = createPtyPair()
  const line = protocol.serial ?? { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 }
  let link: ByteLink | undefined
  const over = new AbortController()
  let cutting: Promise<void> | undefined
  const { simulator, plan } = simulate(protocol, 'serial', { write: (bytes) => link?.write(bytes), unplug: cut })

  async function plugIn(): Promise<void> {
    await pair.plugIn()
    await new Promise<void>((resolve) => {
      link = openSerialLink(
        { kind: 'serial', path: pair.terminalEnd, ...line },
        {
          opened() {
            simulator.linkUp()
            resolve()
          },
          received: (chunk) => simulator.received(chunk),
          closed: () => simulator.linkDown(),
        },
      )
    })
  }

  function cut(forMs: number): void {
    if (cutting !== undefined) return
    link?.close()
    link = undefined
    simulator.linkDown()
    cutting = pair.unplug().then(async () => {
      await sleep(forMs, undefined, { signal: over.signal }).catch(() => undefined)
      cutting = undefined
      if (!over.signal.aborted) await plugIn()
    })
  }

  await plugIn()
  return {
    simulator,
    plan,
    cut,
    address: { kind: 'serial', path: pair.tillEnd, ...line },
    async close() {
      over.abort()
      link?.close()
      simulator.close()
      await cutting
      await pair.unplug()
    },
  }
}
