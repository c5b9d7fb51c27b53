import { BlockList, isIP } from 'node:net'

/** This machine, its links, and where clouds tell a machine its own secrets: nothing that is told of alerts lives there. */
const inside = new BlockList()
inside.addSubnet('0.0.0.0', 8, 'ipv4')
inside.addSubnet('127.0.0.0', 8, 'ipv4')
inside.addSubnet('169.254.0.0', 16, 'ipv4')
inside.addSubnet('224.0.0.0', 3, 'ipv4')
// Alibaba Cloud's metadata, and Azure's host.
inside.addAddress('100.100.100.200', 'ipv4')
inside.addAddress('168.63.129.16', 'ipv4')
inside.addAddress('::', 'ipv6')
inside.addAddress('::1', 'ipv6')
inside.addSubnet('fe80::', 10, 'ipv6')
inside.addSubnet('ff00::', 8, 'ipv6')
// IPv4 in other clothes: through a translator these lead to where the plain address does.
inside.addSubnet('64:ff9b::', 96, 'ipv6')
inside.addSubnet('2002::', 16, 'ipv6')
// Amazon's metadata.
inside.addAddress('fd00:ec2::254', 'ipv6')

/** Whether the hub may send there: an address of IPv4 or IPv6, without brackets. */
export function isOutside(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return !inside.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** The same of the host of an address; a name is looked at again when it is resolved. */
export function mayNameHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (isIP(host) !== 0) return isOutside(host)
  return host !== '' && !/(^|\.)(localhost|localdomain|internal)$/i.test(host)
}
