import { describe, expect, it } from 'vitest'
import { alertRules, ownThresholds } from '../operations/alert-rules.ts'
import { DestinationAddress } from './destination-address.ts'
import { isOutside } from './outside-address.ts'
import { chainPath, type RuleWish, resolveThreshold } from './resolve-rule.ts'
import { findFigureFault, type RuleFigures } from './rule-forms.ts'

const figures: RuleFigures = {
  isOn: true,
  severity: 'critical',
  raiseAt: 5,
  endAt: 2,
  raiseAfterSeconds: 30,
  endAfterSeconds: 40,
}
const nowhere = { country: null, region: null, storeId: null }
const wish = (place: Partial<RuleWish> & Pick<RuleWish, 'level'>, raiseAt: number | null): RuleWish => ({
  ...nowhere,
  rule: 'device_unwell',
  version: 1,
  figures: raiseAt === null ? null : { ...figures, raiseAt },
  ...place,
})
const here = { country: 'DE', region: 'NRW', storeId: 7 }
const wishes = [
  wish({ level: 'store', storeId: 7 }, 9),
  wish({ level: 'chain' }, 6),
  wish({ level: 'region', country: 'DE', region: 'NRW' }, 8),
  wish({ level: 'country', country: 'DE' }, 7),
]
const base = ownThresholds.device_unwell
const raisedAt = (path: typeof here, said: readonly RuleWish[]) => {
  const threshold = resolveThreshold('device_unwell', path, said, base)
  return threshold === null || threshold === 'off' ? threshold : threshold.raiseAt
}

describe('a rule at a place', () => {
  it('is what the nearest level says, and above it where nothing is said any more', () => {
    expect(raisedAt(here, wishes)).toBe(9)
    expect(raisedAt({ ...here, storeId: 8 }, wishes)).toBe(8)
    expect(raisedAt({ country: 'DE', region: 'Bayern', storeId: 9 }, wishes)).toBe(7)
    expect(raisedAt({ country: 'FR', region: 'NRW', storeId: 10 }, wishes)).toBe(6)
    expect(raisedAt(here, [wish({ level: 'store', storeId: 7 }, null), ...wishes.slice(1)])).toBe(8)
    expect(raisedAt(here, [])).toBe(base.raiseAt)
    expect(resolveThreshold('device_unwell', here, wishes, base)).toMatchObject({
      severity: 'critical',
      bad: 'above',
      endAfterSeconds: 40,
    })
  })

  it('is off where people say so, also where the environment has it on; and on where the environment left it out', () => {
    const off: RuleWish = { ...wish({ level: 'store', storeId: 7 }, 9), figures: { ...figures, isOn: false } }
    expect(raisedAt(here, [off, ...wishes.slice(1)])).toBe('off')
    expect(resolveThreshold('device_unwell', here, [], undefined)).toBeNull()
    expect(resolveThreshold('device_unwell', here, wishes, undefined)).toMatchObject({ raiseAt: 9 })
    expect(resolveThreshold('disk_free', chainPath, wishes, ownThresholds.disk_free)).toBe(ownThresholds.disk_free)
  })
})

describe('figures', () => {
  it('are apart, in the direction that is bad, whole where they count and within their unit', () => {
    expect(findFigureFault('device_unwell', figures)).toBeNull()
    expect(findFigureFault('device_unwell', { ...figures, endAt: 5 })).toBe('not_apart')
    expect(findFigureFault('device_unwell', { ...figures, raiseAt: 5.5 })).toBe('not_whole')
    expect(findFigureFault('disk_free', { ...figures, raiseAt: 0.2, endAt: 0.1 })).toBe('not_apart')
    expect(findFigureFault('disk_free', { ...figures, raiseAt: 0.1, endAt: 1.2 })).toBe('out_of_range')
    expect(findFigureFault('disk_free', { ...figures, raiseAt: 0.1, endAt: 0.2 })).toBeNull()
  })

  it('of the program itself would be accepted', () => {
    for (const rule of alertRules)
      expect([rule, findFigureFault(rule, { isOn: true, ...ownThresholds[rule] })]).toEqual([rule, null])
  })
})

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '169.254.169.254',
    '100.100.100.200',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    'fe80::1',
    'fd00:ec2::254',
    '64:ff9b::7f00:1',
    '224.0.0.1',
    'x',
  ])('%s is not told anything', (address) => expect(isOutside(address)).toBe(false))
  it.each(['93.184.216.34', '10.0.0.7', '192.168.1.5', '2001:db8::7', '::ffff:10.0.0.7'])('%s may be', (address) =>
    expect(isOutside(address)).toBe(true),
  )

  const accepts = (address: string) => DestinationAddress.safeParse({ kind: 'slack', address }).success
  it.each([
    'http://chat.example/x',
    'https://localhost/x',
    'https://x.localhost./x',
    'https://127.1/x',
    'https://0x7f000001/x',
    'https://2130706433/x',
    'https://[::ffff:7f00:1]/x',
    'https://metadata.google.internal/x',
    'https://169.254.169.254/latest',
    'https://user:password@chat.example/x',
    'https://chat.example/x#y',
    'https://chat.example/\ud800',
    'https://chat.example/a b',
  ])('%s is refused before it is sealed', (address) => expect(accepts(address)).toBe(false))
  it('of a chat outside is taken, and mail addresses are looked at one by one', () => {
    expect(accepts('https://hooks.chat.example:8443/services/T?x=1')).toBe(true)
    const mail = (address: string) => DestinationAddress.safeParse({ kind: 'email', address }).success
    expect([mail('night@chain.example, ops@chain.example'), mail('night@chain.example,'), mail('a@b\r\nBcc: c@d')]).toEqual([
      true,
      false,
      false,
    ])
  })
})
