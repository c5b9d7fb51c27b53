import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { fileFormats, findFormat } from './registry.ts'

describe('the formats', () => {
  it('have ids of their own', () => {
    expect(new Set(fileFormats.map(({ id }) => id)).size).toBe(fileFormats.length)
  })

  it.each(['\n', ' ', '\t', ':', '{', '<', '01,', '}', '/ ', '\r\n:', '"', '`', ',', '#'])(
    'are told apart in no time among 64 KB of %j',
    (piece) => {
      const head = piece.repeat(65_536 / piece.length)
      const start = performance.now()
      findFormat({ name: 'x', bytes: new Uint8Array(), head })
      expect(performance.now() - start).toBeLessThan(1_000)
    },
  )
})
