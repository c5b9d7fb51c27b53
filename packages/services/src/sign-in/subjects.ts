import { isIPv6 } from 'node:net'

/** RFC 5321, 4.5.3.1.3: no address is longer. */
const LONGEST_ADDRESS = 254

/**
 * Passwords, authenticator codes, recovery codes and passkeys of one account share one count; the account need not exist, and
 * what was typed need not be an address: PostgreSQL takes neither U+0000 nor keys of any length.
 */
export const accountSubject = (email: string) =>
  `account:${email.trim().toLowerCase().replaceAll('\u0000', '').slice(0, LONGEST_ADDRESS)}`

/** Where tries come from. Whoever has one IPv6 address has the 2^64 beside it, so those count as one. */
export function sourceSubject(address: string): string {
  return `source:${isIPv6(address) ? networkOf(address) : address.slice(0, LONGEST_ADDRESS)}`
}

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

function networkOf(address: string): string {
  const mapped = MAPPED_IPV4.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  // The zone names a network card of this machine.
  const [text = ''] = address.split('%')
  const [before = '', after] = text.split('::')
  const groups = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  // A dotted end stands for two groups; it lies beyond the first four either way.
  const told = groups.length + tail.length + (text.includes('.') ? 1 : 0)
  if (after !== undefined) groups.push(...Array.from({ length: 8 - told }, () => '0'), ...tail)
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
