import { statSync } from 'node:fs'
import { SerialPort } from 'serialport'

export interface SerialPortFacts {
  readonly path: string
  readonly manufacturer?: string
  readonly serialNumber?: string
  /** USB vendor and product, four hex digits each. */
  readonly usb?: string
}

/** The machine's serial ports, and of `extra` paths (pseudo-terminals) those that are there. */
export async function listSerialPorts(extra: readonly string[] = []): Promise<readonly SerialPortFacts[]> {
  const found = await SerialPort.list()
  const ports = found
    // Linux lists 32 built-in ports that exist as files only; without a device behind them they have no id.
    .filter((port) => !/^\/dev\/ttyS\d+$/.test(port.path) || port.pnpId !== undefined || port.vendorId !== undefined)
    .map((port) => ({
      path: port.path,
      ...(port.manufacturer !== undefined && { manufacturer: port.manufacturer }),
      ...(port.serialNumber !== undefined && { serialNumber: port.serialNumber }),
      ...(port.vendorId !== undefined && { usb: `${port.vendorId}:${port.productId ?? '????'}` }),
    }))
  return [...ports, ...extra.filter(isCharacterDevice).map((path) => ({ path }))]
}

function isCharacterDevice(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() ?? false
}
