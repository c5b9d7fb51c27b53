import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alertRules, ownThresholds, parseThresholds, type Threshold } from './alert-rules.ts'
import { CALM, type Judged, judge } from './judge-alerts.ts'

const disk: Threshold = { ...ownThresholds.disk_free, raiseAt: 0.1, endAt: 0.15, raiseAfterSeconds: 60, endAfterSeconds: 60 }
const lag: Threshold = { ...ownThresholds.log_lag, raiseAt: 10, endAt: 2, raiseAfterSeconds: 0, endAfterSeconds: 0 }

/** What happens at each look, 15 s apart. */
function play(threshold: Threshold, values: readonly number[], begin: Judged = CALM): (string | null)[] {
  let state = begin
  return values.map((value, nth) => {
    const { now, change } = judge(state, { rule: 'disk_free', subject: 'x', value }, threshold, nth * 15_000)
    state = now
    return change
  })
}

describe('an alert', () => {
  it('is raised after a minute of bad values, and not by a moment of them', () => {
    expect(play(disk, [0.05, 0.05, 0.05, 0.05, 0.05])).toEqual([null, null, null, null, 'raise'])
    expect(play(disk, [0.05, 0.05, 0.05, 0.2, 0.05, 0.05, 0.05, 0.05])).toEqual(Array(8).fill(null))
  })

  it('is ended by good values only, not by what lies between', () => {
    const open = { open: true, turningSinceMs: null }
    expect(play(disk, [0.12, 0.14, 0.12, 0.14, 0.12, 0.14], open)).toEqual(Array(6).fill(null))
    expect(play(disk, [0.2, 0.2, 0.12, 0.2, 0.2, 0.2, 0.2, 0.2], open)).toEqual([...Array(7).fill(null), 'end'])
  })

  it('goes the other way where high is bad, at the figures themselves', () => {
    expect(play(lag, [9.9, 10, 3, 2])).toEqual([null, 'raise', null, 'end'])
  })

  it('never flaps while a value stays between its figures, whatever it did before', () => {
    const between = fc.array(fc.double({ min: 0.1001, max: 0.1499, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(fc.boolean(), between, (open, values) => {
        expect(play(disk, values, { open, turningSinceMs: null })).toEqual(values.map(() => null))
      }),
    )
  })

  it('raises and ends by turns, whatever the values', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 })
    fc.assert(
      fc.property(values, (all) => {
        const changes = play(disk, all).filter((change) => change !== null)
        expect(changes).toEqual(changes.map((_, nth) => (nth % 2 === 0 ? 'raise' : 'end')))
      }),
    )
  })
})

describe('thresholds', () => {
  it('are the program’s own unless told, and some may be left out', () => {
    expect(parseThresholds('').size).toBe(alertRules.length)
    const told = parseThresholds(' disk_free=0.2/0.25, backup_age=off ')
    expect(told.get('disk_free')).toMatchObject({ raiseAt: 0.2, endAt: 0.25, bad: 'below' })
    expect([told.has('backup_age'), told.get('log_lag')]).toEqual([false, ownThresholds.log_lag])
  })

  it.each([
    'disk=0.2/0.3',
    'disk_free',
    'disk_free=0.2',
    'disk_free=0.3/0.2',
    'log_lag=5/10',
    'log_lag=1.2.3/1',
    'log_lag=-1/-2',
  ])('%s is refused in one sentence', (text) => expect(() => parseThresholds(text)).toThrow(new RegExp(text.split('=')[0] ?? '')))

  it('of the program itself are apart', () => {
    for (const rule of alertRules) {
      const { bad, raiseAt, endAt } = ownThresholds[rule]
      expect([rule, bad === 'above' ? endAt < raiseAt : endAt > raiseAt]).toEqual([rule, true])
    }
  })
})
