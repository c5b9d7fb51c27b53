import { describe, expect, it } from 'vitest'
import { A, B, openPathsBed } from '../testing/hub-paths-bed.ts'
import { BACK_WITHIN_MS, type DrillResult } from './hub-drill.ts'

/** One that is connected by its first address. */
function openConnected(addresses: readonly string[] = [A, B]) {
  const bed = openPathsBed(addresses)
  bed.dial()
  bed.clock.advance(5_000)
  expect(bed.used()).toBe(`websocket ${A}`)
  let result: DrillResult | undefined
  const begin = (seconds: number) =>
    void bed.hub.drill(seconds).then((ended) => {
      result = ended
    })
  /** Promises settle between the steps of the clock. */
  const result$ = async () => {
    await Promise.resolve()
    await Promise.resolve()
    return result
  }
  return { ...bed, begin, ended: result$ }
}

describe('a drill of the hub’s address', () => {
  it('goes over, stays for as long as it was asked to, and comes back by itself', async () => {
    const { clock, begin, used, moves, ended, established } = openConnected()
    begin(60)
    clock.advance(5_000)
    expect(used()).toBe(`websocket ${B}`)
    clock.advance(50_000)
    expect(used()).toBe(`websocket ${B}`)
    expect(await ended()).toBeUndefined()
    clock.advance(12_000)
    expect(used()).toBe(`websocket ${A}`)
    expect(moves).toEqual([
      { address: B, place: 1, way: 'websocket', cause: 'drill' },
      { address: A, place: 0, way: 'websocket', cause: 'drill_over' },
    ])
    expect(await ended()).toEqual({
      outcome: 'done',
      lines: [`It went from ${A} to ${B}, was there for 1 min, and is back.`],
    })
    clock.advance(3_600_000)
    expect(established.map(({ path }) => path)).toEqual([`websocket ${A}`, `websocket ${B}`, `websocket ${A}`])
  })

  it('stays for ten minutes too, though the first address would be taken back after five', () => {
    const { clock, begin, used } = openConnected()
    begin(600)
    clock.advance(595_000)
    expect(used()).toBe(`websocket ${B}`)
    clock.advance(15_000)
    expect(used()).toBe(`websocket ${A}`)
  })

  it('leaves nothing when the other address does not answer', async () => {
    const { clock, begin, set, moves, left, ended } = openConnected()
    set(`websocket ${B}`, 'unreachable')
    set(`https ${B}`, 'unreachable')
    begin(60)
    clock.advance(40_000)
    expect(left).toEqual([])
    expect(moves).toEqual([])
    expect(await ended()).toMatchObject({ outcome: 'failed', code: 'spare_silent' })
  })

  it('leaves nothing when another hub answers there', async () => {
    const { clock, begin, set, left, ended } = openConnected()
    set(`websocket ${B}`, 'wrong_hub')
    set(`https ${B}`, 'wrong_hub')
    begin(60)
    clock.advance(40_000)
    expect(left).toEqual([])
    expect((await ended())?.lines[0]).toContain('another hub answers there')
  })

  it('takes the other way to the other address where WebSocket does not come through', () => {
    const { clock, begin, set, used } = openConnected()
    set(`websocket ${B}`, 'blocked')
    begin(60)
    clock.advance(10_000)
    expect(used()).toBe(`https ${B}`)
  })

  it('comes back at once when the connection there does not hold', async () => {
    const { clock, begin, set, used, moves, ended } = openConnected()
    begin(300)
    clock.advance(10_000)
    set(`websocket ${B}`, 'unreachable')
    set(`https ${B}`, 'unreachable')
    clock.advance(5_000)
    expect(used()).toBe(`websocket ${A}`)
    expect(moves.map(({ cause }) => cause)).toEqual(['drill', 'drill_over'])
    expect(await ended()).toMatchObject({ outcome: 'failed', code: 'spare_broke' })
  })

  it('comes back when a hub that answers takes no greeting', async () => {
    const { clock, begin, set, used, moves, ended } = openConnected()
    begin(60)
    clock.advance(100)
    // The probe has had its answer; nobody answers what comes after it.
    set(`websocket ${B}`, 'silent')
    clock.advance(30_000)
    expect(used()).toBe(`websocket ${A}`)
    expect(moves).toEqual([])
    expect(await ended()).toMatchObject({ outcome: 'failed', code: 'spare_refused' })
  })

  it('goes on by the other address when the first has died meanwhile, and goes back later as after any trouble', async () => {
    const { clock, begin, set, used, ended } = openConnected()
    begin(60)
    clock.advance(30_000)
    set(`websocket ${A}`, 'unreachable')
    set(`https ${A}`, 'unreachable')
    clock.advance(50_000)
    expect(used()).toBe(`websocket ${B}`)
    clock.advance(BACK_WITHIN_MS)
    expect(await ended()).toMatchObject({ outcome: 'failed', code: 'not_back' })
    set(`websocket ${A}`, 'up')
    clock.advance(900_000)
    expect(used()).toBe(`websocket ${A}`)
  })

  it('is refused by an agent that knows one address, and while one is under way', async () => {
    const alone = openConnected([A])
    alone.begin(60)
    expect(await alone.ended()).toMatchObject({ outcome: 'refused', code: 'one_address' })
    const busy = openConnected()
    busy.begin(60)
    busy.clock.advance(10_000)
    expect(await busy.hub.drill(60)).toMatchObject({ outcome: 'refused', code: 'drill_under_way' })
  })

  it('has nothing to leave while there is no connection', async () => {
    const { clock, begin, set, ended } = openConnected()
    for (const address of [A, B]) for (const way of ['websocket', 'https']) set(`${way} ${address}`, 'unreachable')
    clock.advance(60_000)
    begin(60)
    expect(await ended()).toMatchObject({ outcome: 'failed', code: 'not_connected' })
  })
})

describe('going by another address', () => {
  it('is told with its reason, once each time', () => {
    const { clock, set, moves, used } = openConnected()
    set(`websocket ${A}`, 'unreachable')
    set(`https ${A}`, 'unreachable')
    clock.advance(60_000)
    expect(used()).toBe(`websocket ${B}`)
    set(`websocket ${A}`, 'up')
    set(`https ${A}`, 'up')
    clock.advance(900_000)
    expect(used()).toBe(`websocket ${A}`)
    expect(moves).toEqual([
      { address: B, place: 1, way: 'websocket', cause: 'trouble' },
      { address: A, place: 0, way: 'websocket', cause: 'return' },
    ])
  })

  it('is not told of another way to the same address', () => {
    const { clock, set, moves, used } = openConnected()
    set(`websocket ${A}`, 'blocked')
    clock.advance(60_000)
    expect(used()).toBe(`https ${A}`)
    expect(moves).toEqual([])
  })
})
