import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { fileFormats, findFormat } from './registry.ts'

describe('the formats', () => {
  it('have ids of their own', () => {
    expect(new Set(fileFormats.map(({ id }) => id)).size).toBe(fileFormats.length)
  })

  // Sixteen times the text may take some sixteen times as long; a pattern that goes back over it takes 256 times.
  it.each(['\n', ' ', '\t', ':', '{', '<', '01,', '}', '/ ', '\r\n:', '"', '`', ',', '#'])(
    'are told apart in a time that grows with the text only, among %j',
    (piece) => {
      const short = fastestOf(() => tellApart(piece, 4_096))
      expect(fastestOf(() => tellApart(piece, 65_536))).toBeLessThan(short * 100 + 5)
    },
  )
})

function tellApart(piece: string, length: number): void {
  findFormat({ name: 'x', bytes: new Uint8Array(), head: piece.repeat(length / piece.length) })
}

/** Milliseconds; the fastest of several, because the machine may be at something else meanwhile. */
function fastestOf(work: () => void): number {
  const took = Array.from({ length: 5 }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...took)
}
