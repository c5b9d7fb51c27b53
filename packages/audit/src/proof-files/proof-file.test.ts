import { describe, expect, it } from 'vitest'
import { readVectors } from '../testing/read-vectors.ts'
import { decodeProofFile, encodeProofFile } from './proof-file.ts'

interface Vectors {
  tlogProof: {
    marshal: { index: string; hashes: string[]; extraBase64?: string; checkpoint: string; text: string }[]
    bad: string[]
  }
}
const { tlogProof } = readVectors<Vectors>('merkle.json')
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))

describe('a proof file', () => {
  it.each(tlogProof.marshal)('of entry $index', ({ index, hashes, extraBase64, checkpoint, text }) => {
    const file = {
      index: BigInt(index),
      proof: hashes.map(bytes),
      ...(extraBase64 !== undefined && { extra: bytes(extraBase64) }),
      checkpoint,
    }
    expect(encodeProofFile(file)).toBe(text)
    expect(decodeProofFile(text)).toEqual(file)
  })

  it.each(tlogProof.bad)('refused: %j', (text) => {
    expect(decodeProofFile(text)).toBeUndefined()
  })

  it('refuses an index with leading zeros and lines in another order', () => {
    expect(decodeProofFile('c2sp.org/tlog-proof@v1\nindex 05\n\nx\n')).toBeUndefined()
    expect(decodeProofFile('c2sp.org/tlog-proof@v1\nindex 5\nextra AAAA\n\nx\n')).toBeUndefined()
  })
})
