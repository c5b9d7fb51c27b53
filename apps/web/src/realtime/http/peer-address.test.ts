import { expect, it } from 'vitest'
import { peerAddress } from './peer-address.ts'

const from = (remoteAddress: string | undefined, forwarded?: string) =>
  peerAddress({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } })

it.each([
  ['a client itself', '203.0.113.7', undefined, '203.0.113.7'],
  ['a client that claims to be another', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a proxy on this machine', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['a proxy on this machine, by IPv6', '::1', '2001:db8::5', '2001:db8::5'],
  ['a proxy on a machine with both', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['a proxy, of a client that claims to be another', '127.0.0.1', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
  ['an agent on this machine', '127.0.0.1', undefined, '127.0.0.1'],
  ['somebody who writes nonsense', '127.0.0.1', 'me', '127.0.0.1'],
  ['nobody any more', undefined, undefined, ''],
])('is right for %s', (_, peer, forwarded, address) => {
  expect(from(peer, forwarded)).toBe(address)
})
