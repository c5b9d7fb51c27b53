import { describe, expect, it } from 'vitest'
import { accountSubject, sourceSubject } from './subjects.ts'

describe('what tries are counted under', () => {
  it('is one account, however it is written', () => {
    expect(accountSubject(' M.Vogel@Chain.example ')).toBe('account:m.vogel@chain.example')
    expect(accountSubject('a\u0000b')).toBe('account:ab')
    expect(accountSubject('x'.repeat(999))).toHaveLength(254 + 'account:'.length)
  })

  it.each([
    ['192.0.2.7', 'source:192.0.2.7'],
    ['::ffff:192.0.2.7', 'source:192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', 'source:2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::', 'source:2001:db8:1:2::/64'],
    ['2001:db8::7', 'source:2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', 'source:2001:db8:0:0::/64'],
    ['2001:db8::1:2:3:4:5', 'source:2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'source:fe80:0:0:0::/64'],
    ['::1', 'source:0:0:0:0::/64'],
    ['::', 'source:0:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', 'source:64:ff9b:0:0::/64'],
    ['1:2:3:4:5:6:192.0.2.7', 'source:1:2:3:4::/64'],
    ['unknown', 'source:unknown'],
  ])('is the network of %s', (address, subject) => expect(sourceSubject(address)).toBe(subject))
})
