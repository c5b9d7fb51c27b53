import { describe, expect, it } from 'vitest'
import { cosign, verifyCosignature } from '../cosignatures/index.ts'
import { leafHash } from '../merkle/index.ts'
import { addSignatureLine, COSIGNATURE_V1, createSignerKey, parseVerifierKey, signNote } from '../notes/index.ts'
import { readVectors } from '../testing/read-vectors.ts'
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './index.ts'

interface Vectors {
  checkpoint: {
    parse: { desc: string; text: string; valid: boolean; origin: string; size: string; hashBase64: string; rest: string }[]
    policy: {
      desc: string
      expectedOrigin: string
      logKey: string
      trustedVkeys: string[]
      note: string
      accept: boolean
      verified: string[]
    }[]
    policyKeys: { verify: Record<string, string> }
  }
}
const { checkpoint: vectors } = readVectors<Vectors>('merkle.json')
const log = createSignerKey('counterfoil.test/log', new Uint8Array(32).fill(1))
const witness = createSignerKey('store-0417', new Uint8Array(32).fill(2), COSIGNATURE_V1)
const text = formatCheckpoint({ origin: log.name, size: 7n, root: leafHash('x') })

describe('a checkpoint', () => {
  it.each(vectors.parse)('parsed: $desc', ({ text: body, valid, origin, size, hashBase64, rest }) => {
    const parsed = parseCheckpoint(body)
    expect(parsed !== undefined).toBe(valid)
    if (parsed === undefined) return
    expect({ ...parsed, root: Buffer.from(parsed.root).toString('base64') }).toEqual({
      origin,
      size: BigInt(size),
      root: hashBase64,
      rest,
    })
    if (rest === '') expect(formatCheckpoint(parsed)).toBe(body)
  })

  it.each(vectors.policy)('opened: $desc', ({ expectedOrigin, logKey, trustedVkeys, note, accept, verified }) => {
    const opened = openCheckpoint(note, {
      origin: expectedOrigin,
      logKey: parseVerifierKey(vectors.policyKeys.verify[logKey] ?? ''),
      trusted: trustedVkeys.map((vkey) => parseVerifierKey(vkey)),
    })
    expect(opened.ok).toBe(accept)
    expect(opened.verified.map(({ name }) => name)).toEqual(verified)
  })

  it('is refused with a sign or a leading zero in its size, or without a root', () => {
    for (const size of ['07', '+7', '-0', '', ' 7', '18446744073709551616'])
      expect(parseCheckpoint(`log\n${size}\nAAAA\n`)).toBeUndefined()
    expect(parseCheckpoint('log\n18446744073709551615\nAAAA\n')?.size).toBe(2n ** 64n - 1n)
    expect(parseCheckpoint('log\n7\n\n')).toBeUndefined()
  })

  it('carries the cosignatures of its witnesses, which say when', () => {
    const line = cosign(text, witness, 1_795_824_000n)
    expect(verifyCosignature(text, line, witness)).toEqual({ ok: true, timeSeconds: 1_795_824_000n })
    const opened = openCheckpoint(addSignatureLine(signNote(text, log), line), {
      origin: log.name,
      logKey: log,
      trusted: [witness],
    })
    expect(opened.verified.map(({ name }) => name)).toEqual([log.name, witness.name])
    expect(opened).toMatchObject({ ok: true, text })
  })

  it('refuses a cosignature of another text, witness, time or kind', () => {
    const line = cosign(text, witness, 5n)
    const other = createSignerKey('store-0418', new Uint8Array(32).fill(2), COSIGNATURE_V1)
    expect(verifyCosignature(text.replace('7', '8'), line, witness)).toMatchObject({ ok: false })
    expect(verifyCosignature(text, line, other)).toMatchObject({ ok: false })
    const plain =
      signNote(text, { ...witness, algorithm: 0x01 })
        .trimEnd()
        .split('\n')
        .at(-1) ?? ''
    expect(verifyCosignature(text, plain, witness)).toEqual({ ok: false, why: 'this is a plain signature, without a time' })
    const later = Buffer.from(line.split(' ')[2] ?? '', 'base64')
    later[11] = 6
    expect(verifyCosignature(text, `— ${witness.name} ${later.toString('base64')}`, witness)).toMatchObject({ ok: false })
    expect(() => cosign(text, log, 5n)).toThrow(/no witness/)
  })
})
