import { tryAccumulators } from './accumulator-cases.ts'
import { type CaseResult, tryCase } from './case-result.ts'
import { tryCheckpoints, tryCosignatures } from './checkpoint-cases.ts'
import { tryCanonical, tryMustRefuse } from './json-cases.ts'
import { trySignedNotes } from './note-cases.ts'
import { tryProofFiles, tryTiles } from './tile-cases.ts'
import { tryConsistency, tryInclusion, tryRfc6962 } from './tree-cases.ts'
import { tryWitness } from './witness-cases.ts'

const SECTIONS: Readonly<Record<string, (section: unknown) => Promise<CaseResult[]>>> = {
  rfc6962: tryRfc6962,
  inclusion: tryInclusion,
  consistency: tryConsistency,
  accumulators: tryAccumulators,
  signedNote: trySignedNotes,
  checkpoint: tryCheckpoints,
  cosignature: tryCosignatures,
  witness: tryWitness,
  tiles: tryTiles,
  tlogProof: tryProofFiles,
  cases: tryCanonical,
  mustRefuse: tryMustRefuse,
}

/** What a vector file says about itself. */
const ABOUT = new Set(['title', 'encoding', 'checkedWith', 'sources', 'note'])

export interface CasesReport {
  readonly cases: readonly CaseResult[]
  readonly passed: number
  readonly failed: number
  /** Names that stand in the file and are no section known here: nothing in them was tried. */
  readonly unknownSections: readonly string[]
}

/** Tries every case of a file shaped like the published vectors; undefined when nothing in it is known here. */
export async function runCases(file: unknown): Promise<CasesReport | undefined> {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return undefined
  const names = Object.keys(file)
  const known = names.filter((name) => Object.hasOwn(SECTIONS, name))
  if (known.length === 0) return undefined
  const cases: CaseResult[] = []
  for (const name of known) cases.push(...(await trySection(name, (file as Record<string, unknown>)[name])))
  const passed = cases.filter(({ ok }) => ok).length
  const unknownSections = names.filter((name) => !known.includes(name) && !ABOUT.has(name))
  return { cases, passed, failed: cases.length - passed, unknownSections }
}

async function trySection(name: string, section: unknown): Promise<readonly CaseResult[]> {
  try {
    return (await SECTIONS[name]?.(section)) ?? []
  } catch (error) {
    return [
      await tryCase(name, name, () => {
        throw error
      }),
    ]
  }
}
