import { describe, expect, it } from 'vitest'
import { readVectors } from '../testing/read-vectors.ts'
import { runCases } from './index.ts'

type Json = Record<string, unknown>
const [merkle, jcs] = [readVectors<Json>('merkle.json'), readVectors<Json>('jcs.json')]

async function run(file: unknown) {
  const report = await runCases(file)
  if (report === undefined) throw new Error('nothing in it is known')
  return report
}

describe('the published cases', () => {
  it('all hold, and none is left out', async () => {
    const report = await run(merkle)
    expect(report.cases.filter(({ ok }) => !ok)).toEqual([])
    expect(report.unknownSections).toEqual([])
    const counts: Record<string, number> = {}
    for (const { section } of report.cases) counts[section] = (counts[section] ?? 0) + 1
    expect(counts).toEqual({
      rfc6962: 1 + 8 + 4 + 2 + (merkle.rfc6962 as { nodeHashesHex: unknown[][] }).nodeHashesHex.slice(3).flat().length + 9,
      inclusion: 98,
      consistency: 98,
      accumulators: 2,
      'signedNote.keys': 3,
      'signedNote.sign': 1,
      'signedNote.open': 18,
      'signedNote.badVkeys': 9,
      'checkpoint.parse': 11,
      'checkpoint.policy': 11,
      'checkpoint.policyKeys': 3,
      cosignature: 1,
      'cosignature.timestamp': 2,
      'witness.sequence': 9,
      'tiles.paths': 7,
      'tiles.sizes': 2,
      'tlogProof.marshal': 3,
      'tlogProof.bad': 7,
    })
    expect(await run(jcs)).toMatchObject({ passed: 8, failed: 0 })
  })

  it('made wrong, each is told: whatever value of a case is changed, its result changes', async () => {
    for (const file of [merkle, jcs])
      for (const [section, wrong] of wrongVersions(file)) {
        const { failed } = await run({ [section]: wrong })
        expect(failed, `${section}: ${JSON.stringify(wrong).slice(0, 300)}`).toBeGreaterThan(0)
      }
  })

  it('that cannot be read are told and never thrown', async () => {
    for (const section of [...Object.keys(merkle), ...Object.keys(jcs)]) {
      if (typeof (merkle[section] ?? jcs[section]) !== 'object' || section === 'sources') continue
      for (const broken of ['text', 5, null, [null], [{}], ['text'], [[[]]]])
        expect((await run({ [section]: broken })).failed, `${section} ${JSON.stringify(broken)}`).toBeGreaterThan(0)
    }
    for (const key of Object.keys(merkle.signedNote as Json))
      expect((await run({ signedNote: { [key]: [{}] } })).failed, key).toBe(1)
  })

  it('may be missing, and what is not known is said', async () => {
    expect(await run({ tiles: merkle.tiles, sponge: [] })).toMatchObject({ passed: 9, failed: 0, unknownSections: ['sponge'] })
    expect(await run({ tiles: { paths: [] } })).toMatchObject({ cases: [], failed: 0 })
    for (const nothing of [{}, [], 'x', null, { sponge: [] }]) expect(await runCases(nothing)).toBeUndefined()
  })

  it('may have a list that Go wrote as null, and sizes as numbers', async () => {
    const [first] = (merkle.inclusion as Json[]).filter(({ name }) => String(name).endsWith('happy-path.json'))
    expect(await run({ inclusion: [{ ...first, proof: null, leafIndex: 0, treeSize: 1 }] })).toMatchObject({
      passed: 1,
      failed: 0,
    })
  })
})

/** Sections with one expectation turned to its contrary. */
function* wrongVersions(file: Json): Generator<[string, unknown]> {
  for (const [name, section] of Object.entries(file)) {
    if (typeof section !== 'object' || section === null || name === 'sources') continue
    for (const [path, value] of expectations(section)) yield [name, replaced(section, path, turned(value))]
  }
}

const EXPECTED = new Set([
  'emptyRootHex',
  'nodeHashesHex',
  'rootsBySizeHex',
  'hashBase64',
  'wantErr',
  'sha256',
  'valid',
  'accept',
  'status',
  'posixSeconds',
  'path',
  'canonical',
  'full',
  'partialWidth',
])

function* expectations(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[readonly (string | number)[], unknown]> {
  if (Array.isArray(value)) {
    // The first and last three of a list: the others are of the same kind.
    for (const [at, item] of value.entries()) if (at < 3 || at > value.length - 4) yield* expectations(item, [...path, at])
  } else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* expectations(item, [...path, key])
  else {
    const names = path.filter((part) => typeof part === 'string')
    const last = names.at(-1) ?? ''
    const inExpectation = EXPECTED.has(last) || names.includes('expect')
    if (inExpectation) yield [path, value]
  }
}

function turned(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  return `${String(value)}0`
}

function replaced(value: unknown, [head, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (head === undefined) return by
  if (Array.isArray(value)) return value.map((item, at) => (at === head ? replaced(item, rest, by) : item))
  return { ...(value as Json), [head]: replaced((value as Json)[head], rest, by) }
}
