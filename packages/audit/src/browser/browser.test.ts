import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noblePrimitives } from '../crypto/noble-primitives.ts'
import { nodePrimitives } from '../crypto/node-primitives.ts'
import * as node from '../index.ts'
import { bodyOf, log, signedCheckpoint, witnesses } from '../testing/make-bundle.ts'
import { readVectors } from '../testing/read-vectors.ts'
import * as browser from './index.ts'

interface Vectors {
  inclusion: { leafIndex: string; treeSize: string; leafHash: string; root: string; proof: string[] }[]
  checkpoint: { policy: { expectedOrigin: string; logKey: string; trustedVkeys: string[]; note: string }[] }
}
const vectors = readVectors<Vectors>('merkle.json')
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))

/** Every file the browser's entry imports, and every package. */
function imports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gms)) {
    if (specifier.startsWith('.')) imports(join(dirname(file), specifier), seen)
    else seen.add(specifier)
  }
  return seen
}

describe('the browser’s part', () => {
  it('imports nothing of Node', () => {
    const all = [...imports(join(import.meta.dirname, 'index.ts'))]
    expect(all.length).toBeGreaterThan(8)
    expect(all.filter((each) => !each.startsWith('/'))).toEqual(
      expect.arrayContaining(['@noble/curves/ed25519.js', '@noble/hashes/sha2.js']),
    )
    expect(all.filter((each) => each.startsWith('node:') || each.includes('node-primitives'))).toEqual([])
    expect(imports(join(import.meta.dirname, '../index.ts'))).toContain('node:crypto')
  })

  it('agrees with Node over any bytes, keys and signatures', () => {
    const all = fc.tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), fc.nat(511), fc.boolean())
    fc.assert(
      fc.property(all, ([seed, message, bit, whole]) => {
        expect(Buffer.from(noblePrimitives.sha256(message))).toEqual(nodePrimitives.sha256(message))
        expect(Buffer.from(browser.leafHash(message))).toEqual(node.leafHash(message))
        const key = node.createSignerKey('k', seed)
        const signature = Buffer.from(node.signNote('t\n', key).trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(4)
        if (!whole) signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const wanted = nodePrimitives.verifyEd25519(key.publicKey, Buffer.from('t\n'), signature)
        expect(wanted).toBe(whole)
        expect(noblePrimitives.verifyEd25519(key.publicKey, Buffer.from('t\n'), signature)).toBe(wanted)
      }),
      { numRuns: 30 },
    )
    expect(noblePrimitives.verifyEd25519(new Uint8Array(5), new Uint8Array(0), new Uint8Array(64))).toBe(false)
  })

  it('gives Node’s answer to every published case', () => {
    for (const each of vectors.inclusion) {
      const claim = {
        index: BigInt(each.leafIndex),
        size: BigInt(each.treeSize),
        leaf: bytes(each.leafHash),
        root: bytes(each.root),
        proof: each.proof.map(bytes),
      }
      expect(browser.verifyInclusion(claim)).toEqual(node.verifyInclusion(claim))
    }
    for (const { expectedOrigin: origin, logKey: name, trustedVkeys, note } of vectors.checkpoint.policy) {
      const policy = (parse: (text: string) => node.VerifierKey) => {
        const trusted = trustedVkeys.map((vkey) => parse(vkey))
        return { origin, logKey: trusted.find((key) => key.name === name) ?? parse(''), trusted }
      }
      expect(browser.openCheckpoint(note, policy(browser.parseVerifierKey))).toEqual(
        node.openCheckpoint(note, policy(node.parseVerifierKey)),
      )
    }
  })

  it('checks a witnessed checkpoint', () => {
    const note = signedCheckpoint([bodyOf(0), bodyOf(1)])
    const opened = browser.openCheckpoint(note, { origin: log.name, logKey: log, trusted: witnesses })
    expect(opened.ok && opened.verified).toHaveLength(4)
    const [line = ''] = note.split('\n').slice(-2)
    const text = `${note.split('\n\n')[0]}\n`
    const witness = witnesses.at(-1) ?? log
    expect(browser.verifyCosignature(text, line, witness)).toEqual({ ok: true, timeSeconds: 5n })
    expect(browser.verifyCosignature(text.replace('2', '3'), line, witness)).toMatchObject({ ok: false })
  })
})
