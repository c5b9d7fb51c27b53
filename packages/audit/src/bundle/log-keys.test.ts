import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signText } from '../ed25519.ts'
import { leafHash } from '../merkle/index.ts'
import { createSignerKey, formatVerifierKey, type SignerKey, successionText } from '../notes/index.ts'
import { type BundleParts, bodyOf, log, makeBundle, signedCheckpoint, witnesses } from '../testing/make-bundle.ts'
import { entriesFile, MANIFEST_FILE, memorySource, parseManifest, verifyBundle } from './index.ts'

const second = createSignerKey(log.name, new Uint8Array(32).fill(21))
const third = createSignerKey(log.name, new Uint8Array(32).fill(22))
const stranger = createSignerKey(log.name, new Uint8Array(32).fill(23))

/** The word of `signer` that `key` comes after `former`. */
function changeTo(key: SignerKey, former: SignerKey, signer: SignerKey | null = former) {
  const told = { former: formatVerifierKey(former), key: formatVerifierKey(key) }
  const signature = signer && signText(privateKeyOf(signer), successionText(told.former, told.key))
  return { current: 'id', log: { ...told, ...(signature !== null && { signature }) } }
}

/** RFC 8410, 7. */
function privateKeyOf({ seed }: SignerKey) {
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

/** 120 entries; the key changes by entry 40 and by entry 80, and each checkpoint is signed by whom it says. */
function spanning(
  signers: readonly (readonly [size: number, signer: SignerKey])[],
  changes: Readonly<Record<number, unknown>> = { 40: changeTo(second, log), 80: changeTo(third, second) },
  more: Partial<BundleParts> = {},
) {
  const bodies = Array.from({ length: 120 }, (_, at) =>
    changes[at] === undefined ? bodyOf(at) : bodyOf(at, { action: 'key.registered', after: changes[at] }),
  )
  const checkpoints = signers.map(([size, signer]) => signedCheckpoint(bodies.slice(0, size), witnesses, signer))
  return makeBundle({
    bodies,
    checkpoints,
    laterLogKeys: [
      { key: second, from: 41 },
      { key: third, from: 81 },
    ],
    ...more,
  })
}
const verify = (files: ReturnType<typeof makeBundle>, logKey: SignerKey | undefined = log, checkpoints: readonly string[] = []) =>
  verifyBundle(memorySource(files), { trust: { logKey, witnesses, quorum: 2 }, checkpoints })
const inTurn = [
  [30, log],
  [40, log],
  [41, second],
  [80, second],
  [81, third],
  [120, third],
] as const

describe('a bundle across changes of the log’s key', () => {
  it('is sound to whoever knows the first key, or a later one, and says where it changed', async () => {
    for (const key of [log, second, third]) {
      const report = await verify(spanning(inTurn), key)
      expect(report).toMatchObject({ exitCode: 0, findings: [], witnessedTo: 120, checkpoints: 6 })
      expect(report.remarks.map(({ index }) => index)).toEqual([40, 80])
    }
    expect(await verify(spanning(inTurn, undefined, { laterLogKeys: [] }))).toMatchObject({ exitCode: 0 })
  })

  it('keeps to the key of each size when kept checkpoints are held against it', async () => {
    const files = spanning(inTurn)
    const bodies = [...Array(120).keys()].map((at) => bodyOf(at))
    expect(await verify(files, log, [signedCheckpoint(bodies.slice(0, 35))])).toMatchObject({ exitCode: 0 })
    const late = signedCheckpoint(bodies.slice(0, 35), witnesses, third)
    expect(await verify(files, log, [late])).toMatchObject({ exitCode: 5 })
  })

  it.each([
    ['nobody vouched', { 40: undefined }],
    ['the key before gave no word', { 40: changeTo(second, log, null) }],
    ['somebody else gave the word', { 40: changeTo(second, log, stranger) }],
    ['the new key vouches for itself', { 40: changeTo(second, log, second) }],
    ['a key that was never the log’s gave its own word', { 40: changeTo(second, stranger) }],
    [
      'the word is for another key',
      { 40: { current: 'id', log: { ...changeTo(stranger, log).log, key: formatVerifierKey(second) } } },
    ],
    ['it cannot be read', { 40: { current: 'id', log: { former: 'x', key: 'y', signature: 'z' } } }],
  ])('is refused where %s', async (_, wrong) => {
    for (const key of [log, undefined]) {
      const changes = { ...{ 40: changeTo(second, log), 80: changeTo(third, second) }, ...wrong }
      const report = await verify(spanning(inTurn, changes), key)
      expect(report.exitCode).toBe(5)
      expect(report.findings.map(({ text }) => text).join()).toContain(
        `${second.name}+${second.id}, from size 41 on, is vouched for by nobody`,
      )
    }
  })

  it('is refused when a key signs before its entry, after the next one’s, or when the key that was given never signed', async () => {
    const early = inTurn.map(([size, signer]) => [size, size === 40 ? second : signer] as const)
    expect(await verify(spanning(early))).toMatchObject({ exitCode: 5 })
    const late = inTurn.map(([size, signer]) => [size, size === 120 ? log : signer] as const)
    expect(await verify(spanning(late))).toMatchObject({ exitCode: 5 })
    expect(await verify(spanning(inTurn), stranger)).toMatchObject({ exitCode: 5 })
    // A forger’s own first key leads to the real one by its own word: what that one never signed is not covered.
    const forged = spanning([[120, log]], { 119: changeTo(stranger, log) }, { laterLogKeys: [{ key: stranger, from: 120 }] })
    expect(await verify(forged, stranger)).toMatchObject({ exitCode: 5 })
  })

  it('of which the entry of a change was not read hangs on no key from before it', async () => {
    const files = spanning(inTurn)
    const name = entriesFile(0)
    const lines = Buffer.from(files[name] ?? '')
      .toString()
      .split('\n')
    lines[40] = Buffer.from(leafHash(Buffer.from(lines[40] ?? ''))).toString('hex')
    const source = { ...memorySource({ ...files, [name]: lines.join('\n') }), away: [{ from: 40, to: 41 }] }
    for (const key of [second, third, undefined]) {
      const report = await verifyBundle(source, { trust: { logKey: key, witnesses, quorum: 2 } })
      expect(report).toMatchObject({ exitCode: 0, witnessedTo: 120 })
      expect(report.remarks.map(({ text }) => text).join()).toContain(`${second.name}+${second.id}; it was not looked into`)
    }
    const report = await verifyBundle(source, { trust: { logKey: log, witnesses, quorum: 2 } })
    expect(report).toMatchObject({ exitCode: 5, findings: [{ kind: 'bad_signature', index: 40 }] })
  })

  it('reads manifests from before keys could change', () => {
    const text = String(makeBundle({ bodies: [bodyOf(0)] })[MANIFEST_FILE])
    expect(text).not.toContain('laterLogKeys')
    expect(parseManifest(text).laterLogKeys).toEqual([])
    expect(() => parseManifest(text.replace('"from"', '"laterLogKeys": [{"key": "x", "from": 1}], "from"'))).toThrow()
  })
})
