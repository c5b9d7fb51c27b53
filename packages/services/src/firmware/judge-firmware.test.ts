import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareFirmware } from './compare-firmware.ts'
import { judgeFirmware } from './judge-firmware.ts'

describe('a firmware version', () => {
  it.each([
    ['2.9', '2.10', -1],
    ['2.10', '2.9', 1],
    ['2.1', '2.1.3', -1],
    ['v2.01', 'V2.1', 0],
    ['GAFA 12 b', 'gafa-12-c', -1],
    ['18446744073709551617', '18446744073709551616', 1],
    ['3.4', '3.4.0', 0],
    ['3.4.0.1', '3.4', 1],
    ['0', '0.0', 0],
    ['2.1', '2.1-rc', null],
    ['2.a', '2.3', null],
    ['…', '2.3', null],
    ['…', '…', 0],
  ])('%s beside %s', (one, other, expected) => {
    const compared = compareFirmware(one, other)
    expect(compared === null ? null : Math.sign(compared)).toBe(expected)
  })

  it('is older than another exactly when that one is newer, and numbers count as numbers', () => {
    const version = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(version, version, (a, b) => {
        const forth = compareFirmware(a.join('.'), b.join('-'))
        const back = compareFirmware(b.join('-'), a.join('.'))
        expect(Math.sign(forth ?? Number.NaN)).toBe(-Math.sign(back ?? Number.NaN) + 0)
        // A number that is not there is 0.
        const nth = [...a, ...b].findIndex((_, at) => (a[at] ?? 0) !== (b[at] ?? 0))
        expect(Math.sign(forth ?? Number.NaN)).toBe(nth < 0 ? 0 : Math.sign((a[nth] ?? 0) - (b[nth] ?? 0)))
      }),
    )
  })
})

describe('what a terminal runs', () => {
  const bounds = { least: '3.0', current: '3.4' }
  it.each([
    ['2.9', bounds, 'below_least'],
    ['3.0', bounds, 'behind'],
    ['3.4', bounds, 'fine'],
    ['4', bounds, 'fine'],
    [null, bounds, 'not_judged'],
    ['x', bounds, 'not_judged'],
    ['2', { least: null, current: null }, 'fine'],
    ['2', { least: '3', current: 'x' }, 'below_least'],
    ['3', { least: '3', current: 'x' }, 'not_judged'],
  ] as const)('%s within %o is %s', (firmware, given, verdict) => {
    expect(judgeFirmware(firmware, given)).toBe(verdict)
  })
})
