import type { UsbPort } from '../agent-config.ts'
import type { ByteLink, LinkHandlers } from './byte-link.ts'
import { findUsbPort } from './find-usb-port.ts'
import type { SerialPortFacts } from './list-serial-ports.ts'

interface Ways {
  readonly list: () => Promise<readonly SerialPortFacts[]>
  readonly open: (path: string, handlers: LinkHandlers) => ByteLink
}

/** Looks for the adapter, then opens the port it is now: after each unplugging it may have another name. */
export function openUsbLink(usb: UsbPort, handlers: LinkHandlers, { list, open }: Ways): ByteLink {
  let link: ByteLink | undefined
  let over = false
  void list().then(
    (ports) => {
      if (over) return
      const found = findUsbPort(ports, usb)
      if ('problem' in found) handlers.closed(found.problem)
      else link = open(found.path, handlers)
    },
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      if (!over) handlers.closed({ code: 'failed', message: `The serial ports of this machine cannot be listed: ${why}.` })
    },
  )
  return {
    write: (bytes) => link?.write(bytes),
    close() {
      over = true
      link?.close()
    },
  }
}
