import { statSync } from 'node:fs'
import { SerialPort } from 'serialport'
import { listTtys, type TtyFacts } from './list-ttys.ts'

export interface SerialPortFacts {
  readonly path: string
  readonly manufacturer?: string
  readonly serialNumber?: string
  /** USB vendor and product, four hex digits each. */
  readonly usb?: string
  /** The USB socket it is plugged into: `1-1.2` on Linux, `Port_#0003.Hub_#0001` on Windows. */
  readonly location?: string
}

/** The machine's serial ports, and of `extra` paths (pseudo-terminals) those that are there. */
export async function listSerialPorts(extra: readonly string[] = []): Promise<readonly SerialPortFacts[]> {
  const ports = (await findPorts()).map((port) => ({
    path: port.path,
    ...(port.manufacturer !== undefined && { manufacturer: port.manufacturer }),
    ...(port.serialNumber !== undefined && { serialNumber: port.serialNumber }),
    ...(port.location !== undefined && { location: port.location }),
    ...(port.vendorId !== undefined && { usb: `${port.vendorId}:${port.productId ?? '????'}` }),
  }))
  return [...ports, ...extra.filter(isCharacterDevice).map((path) => ({ path }))]
}

/** The library asks `udevadm` on Linux; a machine without it still tells its ports. */
async function findPorts(): Promise<readonly TtyFacts[]> {
  try {
    const listed = await SerialPort.list()
    // Linux lists 32 built-in ports that exist as files only; without a device behind them they have no id.
    const sockets = new Map(listTtys().map(({ path, location }) => [path, location]))
    const facts = listed.map((port) => ({ ...port, location: sockets.get(port.path) ?? port.locationId }))
    return facts.filter((port) => !/^\/dev\/ttyS\d+$/.test(port.path) || port.pnpId !== undefined || port.vendorId !== undefined)
  } catch (error) {
    if (process.platform === 'linux' && (error as NodeJS.ErrnoException).code === 'ENOENT') return listTtys()
    throw error
  }
}

function isCharacterDevice(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() ?? false
}
