import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainBodies, chainHash, chainHashes, GENESIS_HEAD } from './hash-chain.ts'

describe('hash chain', () => {
  it('is SHA-256(0x02 ‖ head ‖ body), written out by hand', () => {
    const bytes = Buffer.concat([Buffer.from([2]), Buffer.alloc(32), Buffer.from('{"v":1}')])
    expect(chainHash(GENESIS_HEAD, '{"v":1}').toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('gives the same heads quickly as step by step, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (bodies) => {
        let head: Buffer = GENESIS_HEAD
        const steps = bodies.map((body) => {
          head = chainHash(head, body)
          return head
        })
        expect(chainHashes(GENESIS_HEAD, bodies).equals(Buffer.concat(steps))).toBe(true)
        expect(chainBodies(GENESIS_HEAD, bodies).equals(head)).toBe(true)
      }),
    )
  })

  it('changes with any body and with their order', () => {
    const head = chainBodies(GENESIS_HEAD, ['a', 'b'])
    expect(chainBodies(GENESIS_HEAD, ['b', 'a']).equals(head)).toBe(false)
    expect(chainBodies(GENESIS_HEAD, ['a', 'c']).equals(head)).toBe(false)
    expect(chainBodies(GENESIS_HEAD, ['ab']).equals(head)).toBe(false)
  })
})
