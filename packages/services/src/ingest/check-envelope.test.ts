import { randomBytes } from 'node:crypto'
import { chainBodies, chainHashes } from '@counterfoil/audit'
import { BATCH_MAX_BYTES, type Batch } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { checkEnvelope, type Envelope, placeBatch } from './check-envelope.ts'

const signature = randomBytes(64).toString('base64')

function batch(given: Partial<Batch> = {}, lines: readonly string[] = ['{"a":1}', '{"b":2}', '{"c":3}']): Batch {
  const prev = Buffer.from(given.prevHead ?? '00'.repeat(32), 'hex')
  const head = chainBodies(prev, lines).toString('hex')
  return {
    epoch: 1,
    firstSeq: 1,
    count: lines.length,
    prevHead: prev.toString('hex'),
    head,
    bodies: lines.join('\n'),
    signature,
    ...given,
  }
}

function envelope(given: Partial<Batch> = {}): Envelope {
  const checked = checkEnvelope(batch(given))
  if ('refusal' in checked) throw new Error(checked.refusal.message)
  return checked.envelope
}

describe('envelope', () => {
  it('gives lines, hashes and last number of a batch that agrees with itself', () => {
    const { lastSeq, lines, hashes } = envelope({ firstSeq: 41 })
    expect(lastSeq).toBe(43)
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}'])
    expect(hashes.equals(chainHashes(Buffer.alloc(32), lines))).toBe(true)
  })

  it.each([
    ['no object', 7, 'malformed'],
    ['a field too many', { ...batch(), extra: 1 }, 'malformed'],
    ['a number that is none', { ...batch(), firstSeq: 0 }, 'malformed'],
    ['a number beyond counting', { ...batch(), firstSeq: Number.MAX_SAFE_INTEGER }, 'malformed'],
    ['fewer lines than it says', { ...batch(), count: 4 }, 'malformed'],
    ['too many events', { ...batch(), count: 257 }, 'too_large'],
    ['another head', { ...batch(), head: '11'.repeat(32) }, 'broken_chain'],
    ['another body', { ...batch(), bodies: '{"a":1}\n{"b":2}\n{"c":4}' }, 'broken_chain'],
    ['another head before', { ...batch(), prevHead: '22'.repeat(32) }, 'broken_chain'],
    ['more bytes than the limit', batch({}, ['x'.repeat(BATCH_MAX_BYTES), 'y']), 'too_large'],
  ])('refuses %s', (_what, input, code) => {
    expect(checkEnvelope(input)).toMatchObject({ refusal: { ok: false, code } })
  })

  it('takes one event above the limit alone: it has to arrive some day', () => {
    expect(checkEnvelope(batch({}, ['x'.repeat(BATCH_MAX_BYTES + 1)]))).toHaveProperty('envelope')
  })
})

describe('place in the stream', () => {
  const lines = ['{"a":1}', '{"b":2}', '{"c":3}']
  const hashes = chainHashes(Buffer.alloc(32), lines)
  const after = (seq: number): Buffer => (seq === 0 ? Buffer.alloc(32) : hashes.subarray((seq - 1) * 32, seq * 32))

  it.each([
    ['next', {}, 0, after(0), { kind: 'next' }],
    ['a gap before it', { firstSeq: 5 }, 3, after(3), { kind: 'gap', resendFrom: 4 }],
    ['seen wholly', {}, 3, after(3), { kind: 'seen', seq: 3 }],
    ['seen long ago', {}, 900, randomBytes(32), { kind: 'seen', seq: 3 }],
    ['partly seen, same past', {}, 2, after(2), { kind: 'gap', resendFrom: 3 }],
    ['partly seen, other past', {}, 2, randomBytes(32), { kind: 'fork', seq: 2 }],
    ['next by number, other past', {}, 0, randomBytes(32), { kind: 'fork', seq: 0 }],
  ])('%s', (_what, given, highWater, head, expected) => {
    expect(placeBatch(envelope(given), { highWater, head: Buffer.from(head) })).toMatchObject(expected)
  })
})
