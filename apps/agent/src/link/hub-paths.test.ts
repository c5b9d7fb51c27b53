import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { A, B, type Condition, openPathsBed } from '../testing/hub-paths-bed.ts'
import { PATH_TIMING } from './hub-paths.ts'

const HOUR = 3_600_000

describe('createHubPaths', () => {
  it('goes by WebSocket to the first address and asks nobody else while that serves', () => {
    const { clock, dial, dials, used, sentence } = openPathsBed([A, B])
    dial()
    clock.advance(HOUR)
    expect(used()).toBe(`websocket ${A}`)
    expect(dials).toEqual([`websocket ${A}`])
    expect(sentence()).toBe(`Batches go to ${A} by WebSocket.`)
  })

  it('takes HTTPS at once where the upgrade is refused or swallowed, and says so', () => {
    for (const condition of ['blocked', 'silent'] as const) {
      const { clock, dial, dials, set, used, sentence } = openPathsBed([A, B])
      set(`websocket ${A}`, condition)
      dial()
      clock.advance(25_000)
      expect(used()).toBe(`https ${A}`)
      expect(dials.slice(0, 2)).toEqual([`websocket ${A}`, `https ${A}`])
      expect(sentence()).toMatch(
        /^WebSocket is blocked at https:\/\/a\.example since 2026-01-05 08:00 UTC, for \d+ s \(.+\); batches go by HTTPS POST\.$/,
      )
    }
  })

  it('gives an address three tries, then takes the next one, both ways of the first at once', () => {
    const { clock, dial, dials, set, used, sentence } = openPathsBed([A, B])
    set(`websocket ${A}`, 'unreachable')
    dial()
    clock.advance(10_000)
    expect(dials).toEqual([`websocket ${A}`, `websocket ${A}`, `websocket ${A}`, `websocket ${B}`])
    expect(used()).toBe(`websocket ${B}`)
    expect(sentence()).toMatch(
      /^https:\/\/a\.example does not serve since .+; batches go to https:\/\/b\.example by WebSocket\.$/,
    )
  })

  it('leaves an address where another hub answers', () => {
    const { clock, dial, set, used } = openPathsBed([A, B])
    set(`websocket ${A}`, 'wrong_hub')
    set(`https ${A}`, 'wrong_hub')
    dial()
    clock.advance(60_000)
    expect(used()).toBe(`websocket ${B}`)
  })

  it('stays with one address during its outage: nothing speaks against WebSocket there', () => {
    const { clock, dial, set, used } = openPathsBed([A])
    dial()
    clock.advance(HOUR)
    set(`websocket ${A}`, 'unreachable')
    set(`https ${A}`, 'unreachable')
    clock.advance(HOUR)
    set(`websocket ${A}`, 'up')
    set(`https ${A}`, 'up')
    clock.advance(10_000)
    expect(used()).toBe(`websocket ${A}`)
  })

  it('goes back when the better path has answered for five minutes, not for one good probe', () => {
    const { clock, dial, set, used, left } = openPathsBed([A])
    set(`websocket ${A}`, 'blocked')
    dial()
    clock.advance(600_000)
    set(`websocket ${A}`, 'up')
    clock.advance(240_000)
    set(`websocket ${A}`, 'blocked')
    clock.advance(120_000)
    set(`websocket ${A}`, 'up')
    clock.advance(290_000)
    expect(used()).toBe(`https ${A}`)
    clock.advance(150_000)
    expect(used()).toBe(`websocket ${A}`)
    expect(left).toHaveLength(2)
    expect(left[1]?.why).toBe(`it goes back to ${A} by WebSocket, which answers again`)
  })

  it('never leaves a working connection while it carries something', () => {
    const { clock, dial, set, used, send } = openPathsBed([A])
    set(`websocket ${A}`, 'blocked')
    dial()
    clock.advance(10_000)
    set(`websocket ${A}`, 'up')
    let trading = true
    const trade = () => {
      if (trading) send(() => clock.startTimer(1_000, trade))
    }
    trade()
    clock.advance(HOUR)
    expect(used()).toBe(`https ${A}`)
    trading = false
    clock.advance(10_000)
    expect(used()).toBe(`websocket ${A}`)
  })

  it('waits longer each time a path fails soon after it was taken again', () => {
    const { clock, dial, set, used, hub } = openPathsBed([A])
    dial()
    const holds: (number | undefined)[] = []
    for (let turn = 0; turn < 6; turn += 1) {
      set(`websocket ${A}`, 'blocked')
      clock.advance(5_000)
      expect(used()).toBe(`https ${A}`)
      set(`websocket ${A}`, 'up')
      clock.advance(70_000)
      holds.push(hub.status().paths[0]?.holdMs)
      while (used() !== `websocket ${A}`) clock.advance(60_000)
    }
    expect(holds).toEqual([300_000, 600_000, 1_200_000, 2_400_000, 3_600_000, 3_600_000])
  })

  it('tells of a change once, not of every probe', () => {
    const { clock, dial, set, changes } = openPathsBed([A])
    set(`websocket ${A}`, 'blocked')
    dial()
    clock.advance(60_000)
    const before = changes.length
    clock.advance(HOUR)
    expect(changes.length - before).toBeLessThanOrEqual(1)
  })

  it('under random outcomes goes back at most once per five minutes, and ends on the only path that works', () => {
    const condition = fc.constantFrom<Condition>('up', 'up', 'up', 'silent', 'blocked', 'unreachable', 'failed')
    const step = fc.record({
      waitMs: fc.integer({ min: 1_000, max: 400_000 }),
      address: fc.nat(),
      way: fc.constantFrom('websocket', 'https'),
      condition,
    })
    const scene = fc.record({
      addresses: fc.integer({ min: 1, max: 3 }),
      steps: fc.array(step, { maxLength: 40 }),
      only: fc.nat(),
    })
    fc.assert(
      fc.property(scene, ({ addresses: count, steps, only }) => {
        const addresses = [A, B, 'https://c.example'].slice(0, count)
        const all = addresses.flatMap((address) => [`websocket ${address}`, `https ${address}`])
        const { clock, dial, set, left, used, established } = openPathsBed(addresses)
        dial()
        for (const { waitMs, address, way, condition: next } of steps) {
          set(`${way} ${addresses[address % count]}`, next)
          clock.advance(waitMs)
        }
        const backMs = left.filter(({ why }) => why.startsWith('it goes back')).map(({ atMs }) => atMs)
        for (const [index, atMs] of backMs.entries())
          expect(atMs - (backMs[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(PATH_TIMING.holdMs)

        const last = all[only % all.length] ?? ''
        for (const path of all) set(path, path === last ? 'up' : 'failed')
        const fromMs = clock.monotonicMs()
        clock.advance(15 * 60_000)
        expect(used()).toBe(last)
        expect(established.filter(({ path, atMs }) => atMs > fromMs && path !== last)).toEqual([])
        const settled = established.length
        clock.advance(2 * HOUR)
        expect(established.length).toBe(settled)
      }),
      { numRuns: 300 },
    )
  })
})
