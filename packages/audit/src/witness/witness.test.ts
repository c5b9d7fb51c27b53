import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCheckpoint } from '../checkpoints/index.ts'
import { verifyCosignature } from '../cosignatures/index.ts'
import { appendLeaves, consistencyProof, emptyFrontier, leafHash, rootOf, subtreesInMemory } from '../merkle/index.ts'
import { COSIGNATURE_V1, createSignerKey, parseVerifierKey, signNote, type VerifierKey } from '../notes/index.ts'
import { readVectors } from '../testing/read-vectors.ts'
import { addCheckpoint, formatAddCheckpoint, type WitnessState } from './index.ts'

interface Vectors {
  witness: {
    logs: { origin: string; vkey: string }[]
    sequence: { desc: string; body: string; expect: { status: number; body?: string } }[]
  }
}
const { witness: vectors } = readVectors<Vectors>('merkle.json')
const witness = createSignerKey('store-0417', new Uint8Array(32).fill(2), COSIGNATURE_V1)
const log = createSignerKey('counterfoil.test/log', new Uint8Array(32).fill(1))
const keysFor = (logs: Iterable<readonly [string, VerifierKey[]]>) => ({ logs: new Map(logs), witness, timeSeconds: 5n })
const leaves = Array.from({ length: 40 }, (_, at) => leafHash(`entry ${at}`))

function noteOf(size: number, of = leaves): string {
  const root = rootOf(appendLeaves(emptyFrontier(), of.slice(0, size)))
  return signNote(formatCheckpoint({ origin: log.name, size: BigInt(size), root }), log)
}

async function ask(state: WitnessState, old: number, size: number, of = leaves) {
  const proof = await consistencyProof(subtreesInMemory(of), BigInt(old), BigInt(size))
  return addCheckpoint(
    state,
    formatAddCheckpoint({ old: BigInt(old), proof, note: noteOf(size, of) }),
    keysFor([[log.name, [log]]]),
  )
}

describe('a witness', () => {
  it('answers the conversation of the vectors', () => {
    const keys = keysFor(vectors.logs.map(({ origin, vkey }) => [origin, [parseVerifierKey(vkey)]]))
    let state: WitnessState = new Map()
    for (const { desc, body, expect: wanted } of vectors.sequence) {
      const answer = addCheckpoint(state, body, keys)
      expect(answer.status, desc).toBe(wanted.status)
      if (wanted.body !== undefined) expect(answer.body, desc).toBe(wanted.body)
      state = answer.state
    }
  })

  it('cosigns whatever extends what it saw, and remembers it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }), async (sizes) => {
        let state: WitnessState = new Map()
        let old = 0
        for (const size of sizes.sort((a, b) => a - b)) {
          const answer = await ask(state, old, size)
          expect(answer.status).toBe(200)
          const text = noteOf(size).split('\n\n')[0]
          expect(verifyCosignature(`${text}\n`, (answer.body ?? '').trimEnd(), witness)).toEqual({ ok: true, timeSeconds: 5n })
          expect(answer.state.get(log.name)?.size).toBe(BigInt(size))
          state = answer.state
          old = size
        }
      }),
    )
  })

  it('cosigns no tree that was rewritten, whichever entry', async () => {
    const { state } = await ask(new Map(), 0, 20)
    for (let at = 0; at < 20; at += 1) {
      const rewritten = leaves.map((leaf, index) => (index === at ? leafHash('another') : leaf))
      const answer = await ask(state, 20, 40, rewritten)
      expect(answer.status).toBe(422)
      expect(answer.state).toBe(state)
      expect((await ask(state, 20, 20, rewritten)).status).toBe(409)
    }
    expect((await ask(state, 20, 20)).status).toBe(200)
  })

  it('tells a malformed request, an old size above the new, and a size it is not at', async () => {
    const keys = keysFor([[log.name, [log]]])
    const { state } = await ask(new Map(), 0, 20)
    const good = formatAddCheckpoint({ old: 20n, proof: [], note: noteOf(20) })
    for (const body of [
      '',
      'old x\n\n',
      good.replace('old', 'Old'),
      good.replace('old 20', 'old 020'),
      good.replace('\n\n', '\n'),
    ])
      expect(addCheckpoint(state, body, keys).status, body).toBe(400)
    const many = Array.from({ length: 64 }, () => new Uint8Array(32))
    expect(addCheckpoint(state, formatAddCheckpoint({ old: 20n, proof: many, note: noteOf(21) }), keys).status).toBe(400)
    expect(addCheckpoint(state, formatAddCheckpoint({ old: 21n, proof: [], note: noteOf(20) }), keys).status).toBe(400)
    expect(await ask(state, 10, 30)).toMatchObject({ status: 409, body: '20\n' })
    expect(addCheckpoint(new Map(), formatAddCheckpoint({ old: 0n, proof: many.slice(1), note: noteOf(3) }), keys).status).toBe(
      422,
    )
  })
})
