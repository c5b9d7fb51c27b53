import { expect, it } from 'vitest'
import { mayReadInside } from './may-read-inside.ts'

const TOKEN = 'k'.repeat(32)
const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({ headers, socket: { remoteAddress } })

it('lets this machine read, and nobody whom a proxy on it passes on', () => {
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(mayReadInside(from(address), null)).toBe(true)
    expect(mayReadInside(from(address, { 'x-forwarded-for': '127.0.0.1' }), null)).toBe(false)
    expect(mayReadInside(from(address, { forwarded: 'for=127.0.0.1' }), null)).toBe(false)
  }
})

it('lets others read with the token alone', () => {
  for (const address of ['10.0.0.7', '2001:db8::1', undefined]) {
    expect(mayReadInside(from(address), TOKEN)).toBe(false)
    expect(mayReadInside(from(address, { authorization: `Bearer ${TOKEN}` }), TOKEN)).toBe(true)
    for (const wrong of [`Bearer ${TOKEN}x`, `bearer ${TOKEN}`, TOKEN, 'Bearer ', ''])
      expect(mayReadInside(from(address, { authorization: wrong }), TOKEN)).toBe(false)
    expect(mayReadInside(from(address, { authorization: 'Bearer ' }), null)).toBe(false)
  }
})
