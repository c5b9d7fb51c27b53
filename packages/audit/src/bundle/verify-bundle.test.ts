import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendLeaves, emptyFrontier, leafHash, rootOf } from '../merkle/index.ts'
import { createSignerKey } from '../notes/index.ts'
import {
  type BundleParts,
  bodyOf,
  type EntryDraft,
  idOf,
  log,
  makeBundle,
  signedCheckpoint,
  witnesses,
} from '../testing/make-bundle.ts'
import { CHECKPOINTS_FILE, entriesFile, MANIFEST_FILE, memorySource, verifyBundle } from './index.ts'
import type { VerifyOptions } from './verify-options.ts'

const COUNT = 250
const bodies = Array.from({ length: COUNT }, (_, at) => bodyOf(at))
const leaves = bodies.map((body) => leafHash(body))
const trust = { origin: log.name, logKey: log, witnesses, quorum: 2 }

const verify = (files: Record<string, string | Uint8Array>, options: VerifyOptions = { trust }) =>
  verifyBundle(memorySource(files), options)

/** Bodies as they are now, under checkpoints as they were signed. */
const tampered = (now: readonly Uint8Array[], more: Partial<BundleParts> = {}) =>
  makeBundle({
    bodies: now,
    to: COUNT,
    checkpoints: [100, 200, COUNT].map((size) => signedCheckpoint(bodies.slice(0, size))),
    ...more,
  })

const withEntry = (at: number, draft: EntryDraft) => bodies.map((body, index) => (index === at ? bodyOf(at, draft) : body))

const rootText = (size: number) => Buffer.from(rootOf(appendLeaves(emptyFrontier(), leaves.slice(0, size)))).toString('base64')
const restoredAt = (at: number, after: unknown) => [
  ...bodies.slice(0, at),
  bodyOf(500, { action: 'log.restored', after }),
  ...Array.from({ length: 60 }, (_, nth) => bodyOf(600 + nth)),
]

describe('a bundle', () => {
  it('that is as it was signed is sound, whole or from the middle, with or without what was sequenced', async () => {
    for (const from of [0, 1, 64, 100, 133, 249])
      for (const recorded of [undefined, leaves]) {
        const parts = { bodies, from, checkpointSizes: [from, 200, 200, COUNT].filter((size) => size >= from) }
        const report = await verify(makeBundle({ ...parts, ...(recorded && { leaves: recorded }) }))
        expect(report).toMatchObject({ verdict: 'sound', exitCode: 0, findings: [], entries: COUNT - from, witnessedTo: COUNT })
      }
  })

  it('that holds no entry is not sound', async () => {
    const report = await verify(makeBundle({ bodies, from: COUNT, checkpointSizes: [COUNT] }))
    expect(report).toMatchObject({ exitCode: 3, entries: 0 })
    expect(report.findings[0]?.text).toContain('holds no entry')
  })

  it('under a wrong key names a thousand checkpoints and counts the others', async () => {
    const one = signedCheckpoint(bodies)
    const report = await verify(makeBundle({ bodies, checkpoints: Array<string>(1_010).fill(one) }), {
      trust: { ...trust, logKey: createSignerKey(log.name, new Uint8Array(32).fill(77)) },
    })
    expect(report.exitCode).toBe(5)
    expect(report.findings.length).toBeLessThan(1_010)
    expect(report.findings.at(-1)?.text).toMatch(/^… and \d+ more of this kind/)
  })

  it('says that its keys came from itself unless they are given', async () => {
    const words = (report: { remarks: readonly { kind: string }[] }) => report.remarks.map(({ kind }) => kind)
    expect(words(await verify(makeBundle({ bodies }), {}))).toEqual(['keys', 'keys'])
    expect(words(await verify(makeBundle({ bodies })))).toEqual([])
  })

  it('with a changed entry: the entry is named by what was sequenced, its range without', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: COUNT - 1 }), async (at) => {
        const now = withEntry(at, { action: 'person.enabled' })
        expect(await verify(tampered(now, { leaves }))).toMatchObject({
          exitCode: 2,
          findings: [{ kind: 'changed', index: at, until: at + 1 }],
        })
        const { exitCode, findings } = await verify(tampered(now))
        expect(exitCode).toBe(2)
        expect(findings).toHaveLength(1)
        const [{ index = -1, until = -1 } = {}] = findings
        expect([index, until]).toEqual(at < 100 ? [0, 100] : at < 200 ? [100, 200] : [200, COUNT])
      }),
      { numRuns: 20 },
    )
  })

  it('with an entry dropped, put in, swapped, or the tail cut: each is named', async () => {
    const dropped = bodies.toSpliced(120, 1)
    expect(await verify(tampered(dropped, { leaves }))).toMatchObject({
      exitCode: 3,
      findings: [{ kind: 'missing', index: 120, until: 121 }],
    })
    expect(await verify(tampered(dropped))).toMatchObject({
      exitCode: 3,
      findings: [{ kind: 'missing', index: 249, until: 250 }],
    })
    const put = bodies.toSpliced(120, 0, bodyOf(9_000))
    expect(await verify(tampered(put, { leaves }))).toMatchObject({
      exitCode: 2,
      findings: [{ kind: 'changed', index: 120, until: 121 }],
    })
    expect((await verify(tampered(put))).exitCode).toBe(2)
    const swapped = bodies.with(120, bodies[123] ?? Buffer.alloc(0)).with(123, bodies[120] ?? Buffer.alloc(0))
    const report = await verify(tampered(swapped, { leaves }))
    expect(report).toMatchObject({ exitCode: 2, findings: [{ index: 120, until: 124 }] })
    expect(report.findings[0]?.text).toContain('120 and 123 were swapped')
    expect((await verify(tampered(swapped))).exitCode).toBe(2)
    const cut = bodies.slice(0, 240)
    for (const recorded of [{}, { leaves }])
      expect(await verify(tampered(cut, recorded))).toMatchObject({
        exitCode: 3,
        findings: [{ kind: 'missing', index: 240, until: 250 }],
      })
  })

  it('with a whole file of entries gone', async () => {
    const files = tampered(bodies)
    delete files[entriesFile(100)]
    expect(await verify(files)).toMatchObject({ exitCode: 3, findings: [{ kind: 'missing', index: 100, until: 200 }] })
  })

  it('whose record of what was sequenced was changed, not the entry', async () => {
    const report = await verify(tampered(bodies, { leaves: leaves.with(7, leafHash('another')) }))
    expect(report).toMatchObject({ exitCode: 2, findings: [{ index: 7 }] })
  })

  it('cut consistently is found by a checkpoint that was kept, and so is a history signed anew', async () => {
    const kept = [signedCheckpoint(bodies)]
    const shorter = makeBundle({ bodies: bodies.slice(0, 200) })
    expect(await verify(shorter)).toMatchObject({ exitCode: 0 })
    expect(await verify(shorter, { trust, checkpoints: kept })).toMatchObject({
      exitCode: 3,
      findings: [{ kind: 'missing', index: 200, until: 250 }],
    })
    const anew = makeBundle({ bodies: withEntry(20, { action: 'person.enabled' }) })
    expect(await verify(anew, { trust, checkpoints: kept })).toMatchObject({ exitCode: 4, findings: [{ kind: 'inconsistent' }] })
    const named = await verify(anew, { trust, reference: memorySource(makeBundle({ bodies })) })
    expect(named).toMatchObject({ exitCode: 2, findings: [{ kind: 'changed', index: 20 }] })
  })

  it('with two histories signed by the log', async () => {
    const other = withEntry(150, { action: 'person.enabled' })
    const checkpoints = [signedCheckpoint(bodies.slice(0, 200)), signedCheckpoint(other)]
    expect(await verify(makeBundle({ bodies: other, checkpoints }))).toMatchObject({
      exitCode: 4,
      findings: [{ kind: 'inconsistent', until: 200 }],
    })
    const same = [signedCheckpoint(bodies), signedCheckpoint(other)]
    expect(await verify(makeBundle({ bodies, checkpoints: same }))).toMatchObject({
      exitCode: 4,
      findings: [{ kind: 'inconsistent', until: 250 }],
    })
    const smaller = [signedCheckpoint(bodies), signedCheckpoint(bodies.slice(0, 100))]
    expect(await verify(makeBundle({ bodies, checkpoints: smaller }))).toMatchObject({ exitCode: 4 })
  })

  it('signed by another key, or with a signature that does not hold', async () => {
    const stranger = createSignerKey(log.name, new Uint8Array(32).fill(77))
    const signed = makeBundle({ bodies, checkpoints: [signedCheckpoint(bodies, witnesses, stranger)] })
    expect((await verify(signed)).exitCode).toBe(5)
    const forged = signedCheckpoint(bodies).replace('\n250\n', '\n249\n')
    expect((await verify(makeBundle({ bodies, checkpoints: [forged] }))).exitCode).toBe(5)
  })

  it('that too few witnesses signed says up to where enough did', async () => {
    const checkpoints = [signedCheckpoint(bodies.slice(0, 100)), signedCheckpoint(bodies, witnesses.slice(0, 1))]
    expect(await verify(makeBundle({ bodies, checkpoints }))).toMatchObject({
      exitCode: 6,
      witnessedTo: 100,
      findings: [{ kind: 'quorum_not_met', index: 100, until: 250 }],
    })
    expect((await verify(makeBundle({ bodies, checkpoints }), { trust: { ...trust, quorum: 1 } })).exitCode).toBe(0)
  })

  it('without any checkpoint, or beyond the last, proves nothing', async () => {
    const short = makeBundle({ bodies, checkpoints: [signedCheckpoint(bodies.slice(0, 200))] })
    expect(await verify(short, { trust: { ...trust, quorum: 0 } })).toMatchObject({
      exitCode: 3,
      findings: [{ index: 200, until: 250 }],
    })
    expect((await verify(makeBundle({ bodies, checkpoints: [] }), { trust: { ...trust, quorum: 0 } })).exitCode).toBe(3)
  })

  it('with a gap in the events of an agent names it', async () => {
    const heads = (at: number, ...batches: unknown[]) => bodyOf(at, { action: 'agents.heads', after: { batches } })
    const all = [
      heads(0, ['a1', 1, 1, 10, 'ff'], ['a2', 1, 5, 6, 'ff']),
      heads(1, ['a1', 1, 11, 12, 'ff'], ['a1', 2, 1, 3, 'ff']),
    ]
    expect((await verify(makeBundle({ bodies: all }))).exitCode).toBe(0)
    const gap = await verify(makeBundle({ bodies: [...all, heads(2, ['a2', 1, 9, 9, 'ff'])] }))
    expect(gap).toMatchObject({ exitCode: 3, findings: [{ kind: 'missing', index: 2 }] })
    expect(gap.findings[0]?.text).toContain('events 7 to 8 were never recorded')
    expect((await verify(makeBundle({ bodies: [...all, heads(2, ['a1', 1, 12, 13, 'ff'])] }))).exitCode).toBe(4)
    expect((await verify(makeBundle({ bodies: [...all, heads(2, ['a1'])] }))).exitCode).toBe(7)
  })

  it('says which personal values were erased, by which entry, and finds one that was changed', async () => {
    const value = { name: 'origin.ip', salt: new Uint8Array(16).fill(7), value: '192.0.2.7' }
    const all = [
      bodyOf(0, { personal: [value] }),
      bodyOf(1, { personal: [value] }),
      bodyOf(2, { action: 'personal.erased', target: { type: 'entry', id: idOf(0) } }),
    ]
    const row = (at: number, text = value.value) => ({
      entry: idOf(at),
      name: value.name,
      salt: Buffer.from(value.salt).toString('base64url'),
      value: text,
    })
    expect(await verify(makeBundle({ bodies: all, personal: [row(0), row(1)] }))).toMatchObject({
      exitCode: 0,
      personalValues: 2,
      remarks: [],
    })
    const erased = await verify(makeBundle({ bodies: all, personal: [row(1)] }))
    expect(erased).toMatchObject({
      exitCode: 0,
      remarks: [{ kind: 'erased', index: 0, text: 'Erased: origin.ip of entry 0; entry 2 authorised it.' }],
    })
    expect(await verify(makeBundle({ bodies: all, personal: [row(0), row(1, '192.0.2.8')] }))).toMatchObject({
      exitCode: 2,
      findings: [{ index: 1 }],
    })
    expect((await verify(makeBundle({ bodies: all, personal: [row(0), row(1), row(2)] }))).exitCode).toBe(7)
  })

  it('restored from a backup says so, and a kept checkpoint of what was lost is no fault then', async () => {
    const kept = [signedCheckpoint(bodies.slice(0, 200))]
    const lost = [{ size: '200', root: rootText(200) }]
    const after = restoredAt(150, { from: 150, to: 200, root: rootText(150), lost })
    const report = await verify(makeBundle({ bodies: after }), { trust, checkpoints: kept })
    expect(report).toMatchObject({
      exitCode: 0,
      remarks: [
        { kind: 'restored', index: 150 },
        { kind: 'restored', index: 150 },
      ],
    })
    expect(report.remarks[1]?.text).toContain('only the loss that entry 150 declares excuses it')
    expect(report.remarks[0]?.text).toContain('Restored from 150 to 200')
    const silent = [...bodies.slice(0, 150), ...after.slice(151)]
    expect(await verify(makeBundle({ bodies: silent }), { trust, checkpoints: kept })).toMatchObject({ exitCode: 4 })
  })

  it('shorter than the bundle it is compared with says so, and one that shares no entry with it is no comparison', async () => {
    const [longer, shorter] = [makeBundle({ bodies }), makeBundle({ bodies: bodies.slice(0, 150) })]
    const report = await verify(shorter, { trust, reference: memorySource(longer) })
    expect(report.remarks.map(({ text }) => text).join()).toContain(`goes on to ${bodies.length}, this one ends at 150`)
    const first = makeBundle({ bodies: bodies.slice(0, 100) })
    await expect(verify(makeBundle({ bodies, from: 150 }), { trust, reference: memorySource(first) })).rejects.toThrow(
      'share no entry',
    )
  })

  it('that declares a loss must hold what it says was kept: another root is found, also from the middle, and a tree nobody named', async () => {
    for (const from of [0, 1, 64, 149, 150])
      expect(
        await verify(makeBundle({ bodies: restoredAt(150, { from: 149, to: 200, root: rootText(150) }), from })),
      ).toMatchObject(
        from > 149
          ? { exitCode: 0, remarks: [{ kind: 'restored' }, { kind: 'not_included', index: 150 }] }
          : { exitCode: 4, findings: [{ kind: 'inconsistent', index: 150 }] },
      )
    // Of 180 entries there is a tree of either branch: only one that was declared lost is explained by the loss.
    const kept = { trust, checkpoints: [signedCheckpoint(bodies.slice(0, 180))] }
    const declared = { from: 150, to: 200, root: rootText(150) }
    expect(await verify(makeBundle({ bodies: restoredAt(150, declared) }), kept)).toMatchObject({ exitCode: 4 })
    const lost = [{ size: '180', root: rootText(180) }]
    expect(await verify(makeBundle({ bodies: restoredAt(150, { ...declared, lost }) }), kept)).toMatchObject({ exitCode: 0 })
    for (const wrong of [{ from: 151, to: 200, root: rootText(150) }, { from: 5, to: 5, root: '' }, { from: 5, to: 9 }, 'all'])
      expect(await verify(makeBundle({ bodies: restoredAt(150, wrong) }))).toMatchObject({
        exitCode: 7,
        findings: [{ index: 150 }],
      })
  })

  it('from a source that has no more than the hashes of some entries is held by these; no bundle can say that of itself', async () => {
    const hashed = (at: number) => Buffer.from(leafHash(bodies[at] ?? '')).toString('hex')
    const heads = (at: number, first: number) =>
      bodyOf(at, { action: 'agents.heads', after: { batches: [['a1', 1, first, first, 'ff']] } })
    const told = bodies.with(10, heads(10, 1)).with(200, heads(200, 9))
    const now = told.map((body, at) => (at >= 40 && at < 160 ? Buffer.from(hashed(at)) : body))
    const checkpoints = [100, COUNT].map((size) => signedCheckpoint(told.slice(0, size)))
    const verifyAway = (lines: readonly Uint8Array[]) =>
      verifyBundle({ ...memorySource(tampered(lines, { checkpoints })), away: [{ from: 40, to: 160 }] }, { trust })
    expect(await verifyAway(now)).toMatchObject({ exitCode: 0, findings: [], entries: COUNT })
    expect(await verifyAway(now.with(50, bodies[50] ?? Buffer.alloc(0)))).toMatchObject({ exitCode: 0 })
    expect(await verifyAway(now.with(50, Buffer.from(hashed(51))))).toMatchObject({
      exitCode: 2,
      findings: [{ index: 0, until: 100 }],
    })
    expect((await verifyAway(now.with(30, Buffer.from(hashed(30))))).exitCode).toBe(2)
    await expect(verify(tampered(now, { checkpoints }))).rejects.toThrow(/lines that are no entries/)
    const after = restoredAt(150, { from: 150, to: 200, root: rootText(150) })
    const restored = makeBundle({
      bodies: after.map((body, at) => (at < 40 ? Buffer.from(hashed(at)) : body)),
      checkpoints: [signedCheckpoint(after)],
    })
    expect(await verifyBundle({ ...memorySource(restored), away: [{ from: 0, to: 40 }] }, { trust })).toMatchObject({
      exitCode: 0,
    })
  })

  it('that is malformed is told with the entry, or not read at all', async () => {
    const spaced = bodies.with(30, Buffer.from(`${bodies[30]?.toString().replace('{', '{ ')}`))
    expect(await verify(makeBundle({ bodies: spaced }))).toMatchObject({
      exitCode: 7,
      findings: [{ index: 30, text: 'Entry 30 is not canonical JSON.' }],
    })
    const broken = bodies.with(30, Buffer.from([0x7b, 0xff]))
    expect(await verify(makeBundle({ bodies: broken }))).toMatchObject({ exitCode: 7, findings: [{ index: 30 }] })
    for (const manifest of ['', '{}', '[]', '{"kind":"counterfoil.audit","v":2}'])
      await expect(verify({ ...makeBundle({ bodies }), [MANIFEST_FILE]: manifest })).rejects.toThrow(
        /manifest.json cannot be read/,
      )
    await expect(verify({})).rejects.toThrow(/manifest.json is missing/)
    expect((await verify({ ...makeBundle({ bodies }), [CHECKPOINTS_FILE]: 'what\n' })).findings[0]?.kind).toBe('malformed')
  })

  it('with any byte of its entries, checkpoints or manifest changed is never called sound', async () => {
    const files = makeBundle({ bodies: bodies.slice(0, 40), leaves: leaves.slice(0, 40) })
    const names = Object.keys(files).filter((name) => name === CHECKPOINTS_FILE || name.startsWith('entries'))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 1, max: 255 }), async (name, where, by) => {
        const bytes = Buffer.from(files[name] as Uint8Array)
        const at = where % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ by
        const outcome = await verify({ ...files, [name]: bytes }).then(
          ({ exitCode }) => exitCode,
          () => 7,
        )
        // A third witness is more than the quorum asks; its line, or a separator of signatures, may be lost.
        if (name === CHECKPOINTS_FILE && outcome === 0) return
        expect(outcome).not.toBe(0)
      }),
    )
  })
})
