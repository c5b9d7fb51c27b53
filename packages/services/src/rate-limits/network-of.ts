import { isIP, isIPv4 } from 'node:net'

/**
 * Whom a limit holds for an address: the address itself for IPv4, the /64 for IPv6, of which a single machine has all addresses.
 * What is no address is one subject together.
 */
export function networkOf(address: string): string {
  const bare = address.split('%', 1)[0] ?? ''
  if (isIPv4(bare)) return bare
  if (isIP(bare) === 0) return 'unknown'
  const groups = groupsOf(bare)
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (mapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight numbers of an IPv6 address, in whatever way it is written. */
function groupsOf(address: string): number[] {
  // The URL parser writes the last two as hexadecimal, where they stood as an IPv4 address.
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [before = '', after] = plain.split('::')
  const left = numbers(before)
  const right = numbers(after ?? '')
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}

function numbers(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
