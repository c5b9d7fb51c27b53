import { findProtocol } from '@counterfoil/terminals/registry'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { SerialPort } from 'serialport'
import { nowMs } from './change-watch.ts'

export interface TimedTerminal {
  /** When the completion of the next payment has left, to its last byte. Ask before the payment starts. */
  nextCompletion(): Promise<number>
  stop(): Promise<void>
}

/** Customer and host of the benchmark are quick and uneven, so that completions fall anywhere between the hub's ticks. */
const FASTEST_MS = 50
const SLOWEST_MS = 350

/** A ZVT terminal on one end of a pty pair that tells when its completion 06 0F was written and drained. */
export function openTimedTerminal(path: string): Promise<TimedTerminal> {
  const protocol = findProtocol('zvt')
  if (protocol?.serial === undefined) throw new Error('the registry has no serial protocol zvt')
  const { baudRate, dataBits, parity, stopBits } = protocol.serial
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false })
  let completed: ((atMs: number) => void) | undefined
  const uneven = () => FASTEST_MS + Math.random() * (SLOWEST_MS - FASTEST_MS)
  const simulator = protocol.createSimulator(
    {
      link: 'serial',
      terminalId: '60000001',
      merchantNumber: '455600000001',
      currency: 'EUR',
      plan: () => ({
        ending: 'approve',
        presentMs: uneven(),
        pinMs: 0,
        hostMs: uneven(),
        method: { scheme: 'girocard', funding: 'debit' },
        card: { first6: '672800', last4: '4821', name: 'girocard' },
        entry: 'contactless',
      }),
    },
    {
      clock: systemClock,
      random: Math.random,
      unplug: () => {},
      write(bytes) {
        port.write(Buffer.from(bytes))
        if (completed === undefined || !isCompletion(bytes)) return
        const told = completed
        completed = undefined
        port.drain(() => told(nowMs()))
      },
    },
  )
  port.on('data', (chunk: Buffer) => simulator.received(chunk))
  return new Promise((resolve, reject) => {
    port.on('error', reject)
    port.open((error) => {
      if (error) return reject(new Error(`${path} cannot be opened: ${error.message}`))
      simulator.linkUp()
      resolve({
        nextCompletion: () =>
          new Promise((told) => {
            completed = told
          }),
        stop: () =>
          new Promise((closed) => {
            simulator.close()
            port.close(() => closed())
          }),
      })
    })
  })
}

/** A serial frame begins DLE STX; 06 0F is the completion (ZVT 3.3). */
function isCompletion(bytes: Uint8Array): boolean {
  return bytes[0] === 0x10 && bytes[1] === 0x02 && bytes[2] === 0x06 && bytes[3] === 0x0f
}
