import { createHash } from 'node:crypto'
import { type BundleSource, MalformedBundle, readText } from '../bundle/bundle-source.ts'
import { type BundleVerdict, EXIT_CODES, type Finding, verdictOf } from '../bundle/findings.ts'
import { verifyBundle } from '../bundle/verify-bundle.ts'
import type { BundleReport, VerifyOptions } from '../bundle/verify-options.ts'
import { BUNDLE_FOLDER, CONTENTS_FILE, type PackedFile, parseContents } from './contents.ts'

const MOST_CONTENTS_BYTES = 16 << 20

export interface EvidenceReport {
  readonly verdict: BundleVerdict
  readonly exitCode: number
  /** Held against the list of contents. */
  readonly files: number
  /** Of the files; those of the audit bundle stand in its own report. */
  readonly findings: readonly Finding[]
  /** Null where the bundle cannot be read at all; a finding says why. */
  readonly bundle: BundleReport | null
}

/** Whether this is an evidence package and no bare bundle. */
export function isEvidence(source: BundleSource): boolean {
  return source.files.has(CONTENTS_FILE)
}

/** Holds every file of an evidence package against its list of contents, and verifies the audit bundle in it. */
export async function verifyEvidence(source: BundleSource, options: VerifyOptions = {}): Promise<EvidenceReport> {
  const contents = parseContents(await readText(source, CONTENTS_FILE, MOST_CONTENTS_BYTES))
  if (contents === undefined) throw new MalformedBundle(`${CONTENTS_FILE} is no list of contents`)
  const findings: Finding[] = []
  for (const file of contents) {
    options.stop?.throwIfAborted()
    const why = await whyDifferent(source, file)
    if (why !== undefined) findings.push(why)
  }
  const listed = new Set([CONTENTS_FILE, ...contents.map(({ name }) => name)])
  for (const name of source.files.keys())
    if (!listed.has(name)) findings.push({ kind: 'changed', text: `${name} was put in: the list of contents does not name it.` })
  let bundle: BundleReport | null = null
  try {
    bundle = await verifyBundle(below(source, BUNDLE_FOLDER), options)
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error
    findings.push({ kind: 'malformed', text: `The audit bundle cannot be read: ${error.message}.` })
  }
  const verdict = verdictOf([...findings, ...(bundle?.findings ?? [])])
  return { verdict, exitCode: EXIT_CODES[verdict], files: contents.length, findings, bundle }
}

async function whyDifferent(source: BundleSource, { name, bytes, sha256 }: PackedFile): Promise<Finding | undefined> {
  if (!source.files.has(name)) return { kind: 'missing', text: `${name} is missing.` }
  const hash = createHash('sha256')
  let length = 0
  try {
    for await (const piece of source.read(name)) {
      hash.update(piece)
      length += piece.length
    }
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error
    return { kind: 'changed', text: `${name} is damaged: ${error.message}.` }
  }
  if (length === bytes && hash.digest('hex') === sha256) return undefined
  return { kind: 'changed', text: `${name} is not the file that was packed: its SHA-256 or length is another.` }
}

/** The files below a folder, as a source of their own. */
function below(source: BundleSource, folder: string): BundleSource {
  const inside = [...source.files].filter(([name]) => name.startsWith(folder))
  return {
    files: new Map(inside.map(([name, bytes]) => [name.slice(folder.length), bytes])),
    read: (name) => source.read(folder + name),
    close: () => Promise.resolve(),
  }
}
