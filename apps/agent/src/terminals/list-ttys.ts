import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface TtyFacts {
  readonly path: string
  readonly manufacturer?: string | undefined
  readonly serialNumber?: string | undefined
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  /** The USB socket it is plugged into, e.g. `1-1.2`: bus and the ports on the way. */
  readonly location?: string | undefined
}

/** How far above a tty's device its USB device may lie: port, interface, device. */
const MOST_ABOVE = 4

/**
 * The serial ports of a Linux machine as the kernel tells them under `/sys/class/tty`, where no `udevadm` is there to ask, as in many
 * containers. Ports without hardware behind them are left out.
 */
export function listTtys(root = '/sys/class/tty'): TtyFacts[] {
  return names(root).flatMap((name) => {
    const device = realPath(join(root, name, 'device'))
    // The 32 built-in ones of the kernel's default driver exist whether there is a chip or not.
    if (device === null || device.includes('/platform/serial8250')) return []
    return [{ path: `/dev/${name}`, ...usbFacts(device) }]
  })
}

function usbFacts(device: string): Omit<TtyFacts, 'path'> {
  let folder = device
  for (let above = 0; above < MOST_ABOVE; above++, folder = dirname(folder)) {
    const vendorId = attribute(folder, 'idVendor')
    if (vendorId === undefined) continue
    const productId = attribute(folder, 'idProduct')
    const manufacturer = attribute(folder, 'manufacturer')
    const serialNumber = attribute(folder, 'serial')
    return {
      vendorId,
      location: basename(folder),
      ...(productId !== undefined && { productId }),
      ...(manufacturer !== undefined && { manufacturer }),
      ...(serialNumber !== undefined && { serialNumber }),
    }
  }
  return {}
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    // No such file system: not Linux, or a container without it.
    return []
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

function attribute(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
