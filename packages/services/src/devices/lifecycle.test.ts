import { describe, expect, it } from 'vitest'
import { type DeviceState, deviceMay, deviceStates, flaggedStates, goneStates, judgeStep, nextStates } from './lifecycle.ts'

const steps = deviceStates.flatMap((from) => deviceStates.map((to) => [from, to] as const))

describe('a device’s life', () => {
  it('ends with removed, which nothing leaves and which may do nothing', () => {
    expect(nextStates.removed).toEqual([])
    expect(Object.values(deviceMay.removed)).toEqual([false, false, false, false, false])
  })

  it('reaches removed from every state in two steps at most', () => {
    for (const state of deviceStates.filter((one) => one !== 'removed')) {
      const within = nextStates[state].flatMap((next) => [next, ...nextStates[next]])
      expect(within, state).toContain('removed')
    }
  })

  it('never leads from blocked to selling without a stop at inactive', () => {
    expect(nextStates.blocked.filter((next) => deviceMay[next].sell)).toEqual([])
    expect(nextStates.swapped_out.filter((next) => deviceMay[next].sell)).toEqual([])
  })

  it('flags payments of what was put away, blocked, swapped or removed, and of nothing else', () => {
    expect(flaggedStates).toEqual(['inactive', 'blocked', 'swapped_out', 'removed'])
  })

  it('lets only those enrol that may sell', () => {
    expect(deviceStates.filter((state) => deviceMay[state].enrol !== deviceMay[state].sell)).toEqual([])
  })

  it.each(steps)('from %s to %s is judged as the table says', (from, to) => {
    const wanted = from === to ? 'same_state' : nextStates[from].includes(to) ? 'ok' : 'step_not_allowed'
    const step = judgeStep(from, to, true)
    expect(step.ok ? 'ok' : step.reason).toBe(wanted)
  })

  it('needs a place for what is awaited or active', () => {
    const placeless = steps.filter(([from, to]) => nextStates[from].includes(to) && !judgeStep(from, to, false).ok)
    expect(new Set(placeless.map(([, to]) => to))).toEqual(new Set<DeviceState>(['awaited', 'active']))
    expect(goneStates).not.toContain('active')
  })
})
