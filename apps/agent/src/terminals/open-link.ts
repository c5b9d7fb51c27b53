import type { OpenLink } from './byte-link.ts'
import { listSerialPorts } from './list-serial-ports.ts'
import { openSerialLink } from './open-serial-link.ts'
import { openTcpLink } from './open-tcp-link.ts'
import { openUsbLink } from './open-usb-link.ts'

/** Opens a terminal's real link, whichever kind it is. */
export const openLink: OpenLink = (address, handlers) => {
  if (address.kind === 'tcp') return openTcpLink(address, handlers)
  return address.usb === undefined
    ? openSerialLink(address, handlers)
    : openUsbLink(address.usb, handlers, {
        list: listSerialPorts,
        open: (path, link) => openSerialLink({ ...address, path }, link),
      })
}
