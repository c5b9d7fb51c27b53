import { SerialPort } from 'serialport'
import { createTerminal, type SimulatedTerminal } from './simulated-terminal.ts'

/** Answers on a serial port (or one end of a pseudo-terminal pair) as a terminal would. */
export function serveSerial(terminal: SimulatedTerminal & { readonly path: string; readonly baudRate: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const { dataBits = 8, parity = 'none', stopBits = 1 } = terminal.protocol.serial ?? {}
    const port = new SerialPort({ path: terminal.path, baudRate: terminal.baudRate, dataBits, parity, stopBits, autoOpen: false })
    let plugged = true
    const simulator = createTerminal(terminal, 'serial', {
      write: (bytes) => {
        if (plugged) port.write(Buffer.from(bytes))
      },
      unplug: (forMs) => {
        plugged = false
        simulator.linkDown()
        terminal.io.out(`cable pulled for ${forMs} ms`)
        terminal.clock.startTimer(forMs, () => {
          plugged = true
          simulator.linkUp()
          terminal.io.out('cable back')
        })
      },
    })
    port.on('data', (chunk: Buffer) => {
      if (plugged) simulator.received(chunk)
    })
    port.on('error', reject)
    port.on('close', () => resolve(0))
    port.open((error) => {
      if (error) return reject(new Error(`${terminal.path} cannot be opened: ${error.message.replace(/^Error: /, '')}`))
      simulator.linkUp()
      terminal.ready({ link: 'serial', path: terminal.path, baudRate: terminal.baudRate })
    })
    terminal.io.stop.addEventListener('abort', () => {
      simulator.close()
      if (port.isOpen) port.close()
      else resolve(0)
    })
  })
}
