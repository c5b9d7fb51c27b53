import type { OpenLink } from './byte-link.ts'
import { openSerialLink } from './open-serial-link.ts'
import { openTcpLink } from './open-tcp-link.ts'

/** Opens a terminal's real link, whichever kind it is. */
export const openLink: OpenLink = (address, handlers) =>
  address.kind === 'serial' ? openSerialLink(address, handlers) : openTcpLink(address, handlers)
