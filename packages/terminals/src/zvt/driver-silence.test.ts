import { describe, expect, it } from 'vitest'
import { openMemoryPair } from '../testing/memory-pair.ts'
import { zvt } from './definition.ts'

const SECOND_MS = 1_000

describe('a terminal on the network', () => {
  it.each([0, 3, 7])(
    'that is cut off without a word, %i s after it last answered, is known to be in 15 s',
    async (restsSeconds) => {
      let cut = false
      const pair = openMemoryPair(zvt, { link: 'tcp', fate: () => (cut ? new Uint8Array() : undefined) })
      const condition = () => pair.driver.status().condition
      await pair.until(() => condition() === 'ready')
      await pair.pass(restsSeconds * SECOND_MS)
      cut = true
      await pair.pass(15 * SECOND_MS)
      expect(pair.driver.status()).toMatchObject({ condition: 'unreachable', reason: 'silent' })
      cut = false
      await pair.until(() => condition() === 'ready')
      await pair.close()
    },
  )

  it('that rests is asked how it is with status enquiries alone, which record nothing', async () => {
    let chunks = 0
    const pair = openMemoryPair(zvt, {
      link: 'tcp',
      fate(_, direction, chunk) {
        if (direction === 'to_terminal' && chunk[0] === 0x05 && chunk[1] === 0x01) chunks += 1
        return undefined
      },
    })
    await pair.until(() => pair.driver.status().condition === 'ready')
    await pair.pass(10 * SECOND_MS)
    const [facts, before] = [pair.facts.length, chunks]
    await pair.pass(600 * SECOND_MS)
    expect(pair.facts).toHaveLength(facts)
    expect(chunks - before).toBeGreaterThan(60)
    expect(chunks - before).toBeLessThan(80)
    await pair.close()
  })
})
