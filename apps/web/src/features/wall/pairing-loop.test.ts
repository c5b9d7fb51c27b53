import { describe, expect, it } from 'vitest'
import { openPairingLoop, type PairingView, type WallAnswer } from './pairing-loop.ts'

/** A loop on a clock moved by hand, with the server's answers given in order; the last one stays. */
function openLoop(codes: WallAnswer[], claims: WallAnswer[]) {
  const timers = new Set<{ atMs: number; fire: () => void }>()
  const views: PairingView[] = []
  const asked = { code: 0, claim: 0 }
  let nowMs = 0
  let paired = 0
  const next = (answers: WallAnswer[]) => (answers.length > 1 ? answers.shift() : answers[0]) ?? { state: 'unreachable' }
  const loop = openPairingLoop({
    askCode: async () => {
      asked.code += 1
      return next(codes)
    },
    claim: async () => {
      asked.claim += 1
      return next(claims)
    },
    startTimer(delayMs, fire) {
      const timer = { atMs: nowMs + delayMs, fire }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    changed: (view) => views.push(view),
    paired: () => {
      paired += 1
    },
  })
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  return {
    views,
    asked,
    loop,
    settle,
    paired: () => paired,
    waiting: () => timers.size,
    async pass(ms: number) {
      const endMs = nowMs + ms
      for (;;) {
        await settle()
        const due = [...timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (due === undefined) break
        nowMs = due.atMs
        timers.delete(due)
        due.fire()
      }
      nowMs = endMs
    },
  }
}
const open = (code: string): WallAnswer => ({ state: 'open', code, expiresAtMs: 600_000 })
const waiting: WallAnswer = { state: 'waiting' }

describe('a screen that waits', () => {
  it('shows a code and asks until it was typed', async () => {
    const bed = openLoop([open('AAAA-BBBB')], [waiting, waiting, { state: 'paired' }])
    await bed.pass(4_000)
    expect(bed.views).toEqual([{ kind: 'asking' }, { kind: 'open', code: 'AAAA-BBBB' }])
    expect(bed.paired()).toBe(0)
    await bed.pass(2_000)
    expect(bed).toMatchObject({ asked: { code: 1, claim: 3 } })
    expect(bed.paired()).toBe(1)
  })

  it('shows a new code every five minutes, and asks on in between as often as before', async () => {
    const bed = openLoop([open('AAAA-BBBB'), open('CCCC-DDDD'), open('EEEE-FFFF')], [waiting])
    await bed.pass(10 * 60_000 + 1_000)
    expect(bed.views.flatMap((view) => (view.kind === 'open' ? [view.code] : []))).toEqual([
      'AAAA-BBBB',
      'CCCC-DDDD',
      'EEEE-FFFF',
    ])
    expect(bed.asked.claim).toBeLessThanOrEqual(301)
    expect(bed.asked.claim).toBeGreaterThan(295)
  })

  it('asks for a new code at once when the one it shows is over', async () => {
    const bed = openLoop([open('AAAA-BBBB'), open('CCCC-DDDD')], [{ state: 'over' }, waiting])
    await bed.pass(2_000)
    await bed.settle()
    expect(bed.views.at(-1)).toEqual({ kind: 'open', code: 'CCCC-DDDD' })
  })

  it('goes on when the server is away: the code stays to be seen, or comes once it can', async () => {
    const bed = openLoop([{ state: 'unreachable' }, open('AAAA-BBBB')], [{ state: 'unreachable' }, { state: 'paired' }])
    await bed.settle()
    expect(bed.views.at(-1)).toEqual({ kind: 'unreachable' })
    await bed.pass(5_000)
    await bed.pass(2_000)
    expect(bed.views.at(-1)).toEqual({ kind: 'open', code: 'AAAA-BBBB' })
    await bed.pass(2_000)
    expect(bed.paired()).toBe(1)
  })

  it('waits as long as it was told when there were too many codes', async () => {
    const bed = openLoop([{ state: 'too_many', retryAfterMs: 600_000 }, open('AAAA-BBBB')], [waiting])
    await bed.pass(599_000)
    expect(bed.views.at(-1)).toEqual({ kind: 'too_many' })
    expect(bed.asked.code).toBe(1)
    await bed.pass(2_000)
    expect(bed.views.at(-1)).toEqual({ kind: 'open', code: 'AAAA-BBBB' })
  })

  it('is over at once for a device that is let in already, and when its page is left', async () => {
    const known = openLoop([{ state: 'paired' }], [waiting])
    await known.settle()
    expect(known.paired()).toBe(1)
    const left = openLoop([open('AAAA-BBBB')], [waiting])
    await left.settle()
    left.loop.close()
    await left.pass(60_000)
    expect([left.waiting(), left.asked.claim]).toEqual([0, 0])
  })
})
