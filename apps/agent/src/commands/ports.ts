import { listSerialPorts } from '../terminals/list-serial-ports.ts'
import { type Command, printJson, readOptions } from './command.ts'

export const ports: Command = {
  usage: 'ports [PATH …] [--json]',
  summary: 'Lists the serial ports of this machine; of PATHs (pseudo-terminals) those that are there.',
  async run(args, io) {
    const { values, positionals } = readOptions(args, {}, 'any')
    const found = await listSerialPorts(positionals)
    const missing = positionals.filter((path) => !found.some((port) => port.path === path))
    if (values.json) {
      printJson(io, { ports: found, missing })
    } else {
      for (const { path, manufacturer, serialNumber, usb, location } of found) {
        io.out(
          [
            path,
            manufacturer,
            usb && `USB ${usb}`,
            location && `location ${location}`,
            serialNumber && `serial number ${serialNumber}`,
          ]
            .filter(Boolean)
            .join('  '),
        )
      }
      if (found.length === 0) io.out('There are no serial ports on this machine. Is the adapter plugged in?')
      for (const path of missing) io.out(`${path}: there is no such port.`)
    }
    return missing.length > 0 ? 1 : 0
  },
}
