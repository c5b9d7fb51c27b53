import { SerialPort } from 'serialport'
import type { LinkAddress } from '../agent-config.ts'
import type { ByteLink, LinkHandlers, LinkProblem } from './byte-link.ts'
import { explainSerialError } from './serial-problem.ts'

/** Opens a serial port (or a pseudo-terminal) for this process alone. */
export function openSerialLink(address: Extract<LinkAddress, { kind: 'serial' }>, handlers: LinkHandlers): ByteLink {
  const { path, baudRate, dataBits, parity, stopBits } = address
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, lock: true, autoOpen: false })
  let over = false
  const end = (problem: LinkProblem) => {
    if (over) return
    over = true
    release(port)
    handlers.closed(problem)
  }
  port.on('data', (chunk: Buffer) => over || handlers.received(chunk))
  port.on('error', (error) => end(explainSerialError(error.message, path)))
  port.on('close', () => end({ code: 'port_missing', message: `Port ${path} has gone: the cable or adapter was unplugged.` }))
  port.open((error) => {
    if (error) end(explainSerialError(error.message, path))
    // Closing while it was still opening does nothing, so the port is given back here.
    else if (over) release(port)
    else handlers.opened()
  })
  return {
    write(bytes) {
      if (!over && port.isOpen) port.write(bytes)
    },
    close() {
      over = true
      release(port)
    },
  }
}

function release(port: SerialPort): void {
  if (port.isOpen) port.close(() => undefined)
}
