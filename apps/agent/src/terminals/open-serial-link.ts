import { type Stats, statSync, unwatchFile, watchFile } from 'node:fs'
import { SerialPort } from 'serialport'
import type { LinkAddress } from '../agent-config.ts'
import type { ByteLink, LinkHandlers, LinkProblem } from './byte-link.ts'
import { explainSerialError } from './serial-problem.ts'

/** How often the port's device is looked for. */
const LOOK_EVERY_MS = 500

/** Opens a serial port (or a pseudo-terminal) for this process alone. */
export function openSerialLink(address: Extract<LinkAddress, { kind: 'serial' }>, handlers: LinkHandlers): ByteLink {
  const { path, baudRate, dataBits, parity, stopBits } = address
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, lock: true, autoOpen: false })
  let over = false
  const end = (problem: LinkProblem) => {
    if (over) return
    over = true
    stopLooking()
    release(port)
    handlers.closed(problem)
  }
  port.on('data', (chunk: Buffer) => over || handlers.received(chunk))
  port.on('error', (error) => end(explainSerialError(error.message, path)))
  const gone = () => end({ code: 'port_missing', message: `Port ${path} has gone: the cable or adapter was unplugged.` })
  let stopLooking = () => {}
  port.on('close', gone)
  port.open((error) => {
    if (error) end(explainSerialError(error.message, path))
    // Closing while it was still opening does nothing, so the port is given back here.
    else if (over) release(port)
    else {
      stopLooking = lookForDevice(path, gone)
      handlers.opened()
    }
  })
  return {
    write(bytes) {
      if (!over && port.isOpen) port.write(bytes)
    },
    close() {
      over = true
      stopLooking()
      release(port)
    },
  }
}

function release(port: SerialPort): void {
  if (port.isOpen) port.close(() => undefined)
}

/**
 * Calls `gone` when the device behind the path is another or none: an adapter that is pulled does not always end the open
 * port (node-serialport issues 2043, 2351). Where ports are no files (Windows) there is nothing to look at.
 */
function lookForDevice(path: string, gone: () => void): () => void {
  const opened = statSync(path, { throwIfNoEntry: false })
  if (opened === undefined) return () => {}
  const look = (now: Stats) => {
    if (now.ino !== opened.ino || now.rdev !== opened.rdev) gone()
  }
  watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look)
  return () => unwatchFile(path, look)
}
