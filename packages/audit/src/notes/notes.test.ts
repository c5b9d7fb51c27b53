import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readVectors } from '../testing/read-vectors.ts'
import {
  addSignatureLine,
  COSIGNATURE_V1,
  createSignerKey,
  formatSignerKey,
  formatVerifierKey,
  openNote,
  parseSignerKey,
  parseVerifierKey,
  signNote,
} from './index.ts'

interface Vectors {
  signedNote: {
    keys: { name: string; vkey: string; skey?: string }[]
    sign: { skey: string; text: string; note: string }[]
    open: {
      desc: string
      noteBase64: string
      trustedVkeys: string[]
      expect: { error?: string; verified?: string[]; unverified?: string[] }
    }[]
    badVkeys: string[]
  }
}
const { signedNote } = readVectors<Vectors>('merkle.json')

describe('signed notes', () => {
  it.each(signedNote.keys)('the key of $name', ({ name, vkey, skey }) => {
    expect(parseVerifierKey(vkey).name).toBe(name)
    expect(formatVerifierKey(parseVerifierKey(vkey))).toBe(vkey)
    if (skey === undefined) return
    expect(formatVerifierKey(parseSignerKey(skey))).toBe(vkey)
    expect(formatSignerKey(parseSignerKey(skey))).toBe(skey)
  })

  it('knows the key of the all-zero seed', () => {
    expect(formatVerifierKey(createSignerKey('EnochRoot', new Uint8Array(32)))).toBe(signedNote.keys[1]?.vkey)
  })

  it.each(signedNote.badVkeys)('refuses the key %s', (vkey) => {
    expect(() => parseVerifierKey(vkey)).toThrow(TypeError)
  })

  it.each(signedNote.sign)('signs as the vector', ({ skey, text, note }) => {
    expect(signNote(text, parseSignerKey(skey))).toBe(note)
  })

  it.each(signedNote.open)('$desc', ({ noteBase64, trustedVkeys, expect: wanted }) => {
    const opened = openNote(
      Buffer.from(noteBase64, 'base64'),
      trustedVkeys.map((vkey) => parseVerifierKey(vkey)),
    )
    if (!opened.ok) expect(opened.error).toBe(wanted.error)
    else {
      expect(opened.verified.map(({ name }) => name)).toEqual(wanted.verified)
      expect(opened.unverified.map(({ name }) => name)).toEqual(wanted.unverified)
    }
  })

  it('does not repeat a secret in what it says about it', () => {
    const [, , secret = ''] = (signedNote.keys[0]?.skey ?? '').split('+')
    expect(secret).not.toBe('')
    expect(() => parseSignerKey(`PRIVATE+KEY+x+00000000+${secret}`)).toThrow(expect.not.stringContaining(secret))
  })

  it('opens what it signed, and nothing with a byte changed', () => {
    const signer = createSignerKey('counterfoil.test/log', new Uint8Array(32).fill(9))
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z \n]{0,40}$/), fc.nat(), (body, where) => {
        const note = signNote(`x${body}\n`, signer)
        const opened = openNote(note, [signer])
        expect(opened.ok && opened.text).toBe(`x${body}\n`)
        const bytes = Buffer.from(note)
        // The last base64 character's lowest bits are not part of the signature.
        const at = where % (bytes.length - 5)
        bytes[at] = (bytes[at] ?? 0) ^ 0x04
        expect(openNote(bytes, [signer]).ok).toBe(false)
      }),
    )
  })

  it('adds a signature line once, and takes no witness’s key for the log’s', () => {
    const signer = createSignerKey('a', new Uint8Array(32).fill(1))
    const note = signNote('text\n', signer)
    const [line = ''] = note.split('\n').slice(-2)
    expect(addSignatureLine(note, line)).toBe(note)
    expect(addSignatureLine(note, '— b AAAAAAAA')).toBe(`${note}— b AAAAAAAA\n`)
    expect(() => signNote('text\n', createSignerKey('w', new Uint8Array(32), COSIGNATURE_V1))).toThrow(/cosigns/)
  })
})
