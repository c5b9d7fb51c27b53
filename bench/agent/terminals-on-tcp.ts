import { createServer, type Socket } from 'node:net'
import { findProtocol } from '@counterfoil/terminals/registry'
import { systemClock } from '@counterfoil/terminals/system-clock'

/** A simulated terminal that listens on a port of this machine. */
export interface TerminalOnTcp {
  readonly port: number
  stop(): Promise<void>
}

/** Customer and host take no time: what is measured is the agent. */
const AT_ONCE = {
  ending: 'approve',
  presentMs: 0,
  pinMs: 0,
  hostMs: 0,
  method: { scheme: 'girocard', funding: 'debit' },
  card: { first6: '672800', last4: '4821', name: 'girocard' },
  entry: 'contactless',
} as const

/** Opens one ZVT terminal; one connection at a time, as a real one takes it. */
export async function openTerminalOnTcp(terminalId: string): Promise<TerminalOnTcp> {
  const protocol = findProtocol('zvt')
  if (protocol === undefined) throw new Error('the registry has no protocol zvt')
  let current: Socket | undefined
  const simulator = protocol.createSimulator(
    { link: 'tcp', terminalId, merchantNumber: '455600000001', currency: 'EUR', plan: () => AT_ONCE },
    { clock: systemClock, random: Math.random, unplug: () => {}, write: (bytes) => current?.write(bytes) },
  )
  const hangUp = (socket: Socket) => {
    if (socket !== current) return
    current = undefined
    simulator.linkDown()
  }
  const server = createServer((socket) => {
    if (current !== undefined) return void socket.destroy()
    current = socket
    socket.on('data', (chunk) => simulator.received(chunk))
    socket.on('error', () => {})
    socket.on('close', () => hangUp(socket))
    simulator.linkUp()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a simulated terminal got no port')
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        simulator.close()
        current?.destroy()
        server.close(() => resolve())
      }),
  }
}
