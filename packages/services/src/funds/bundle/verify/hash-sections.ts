import { type BundleSource, MalformedBundle } from '@counterfoil/audit'
import { type BundleManifest, leavesOf } from '../format.ts'
import { hashRecord, RecordTree } from '../record-tree.ts'
import type { Findings } from './findings.ts'
import { readLines } from './read-lines.ts'

const HASH_BYTES = 32
/** Of one section: no file has more rows. */
const MOST_RECORDS = 10_000_000

/** Holds every record against its hash, and all of them against the root. Gives the root that they have. */
export async function hashSections(
  source: BundleSource,
  { sections, root }: BundleManifest,
  findings: Findings,
  onSection: (name: string) => void,
): Promise<{ readonly root: string; readonly records: number }> {
  const tree = new RecordTree()
  for (const { name, records } of sections) {
    onSection(name)
    if (!source.files.has(name)) {
      findings.add('missing', `${name} is missing.`)
      continue
    }
    if (records > MOST_RECORDS) throw new MalformedBundle(`${name} would have ${records} records: no file has as many rows`)
    const told = await readLeaves(source, name, records, findings)
    const leaves: Buffer[] = []
    try {
      for await (const line of readLines(source, name)) {
        const hash = hashRecord(name, line)
        const wanted = told?.subarray(leaves.length * HASH_BYTES, (leaves.length + 1) * HASH_BYTES)
        leaves.push(hash)
        if (wanted !== undefined && wanted.length === HASH_BYTES && !hash.equals(wanted))
          findings.add('changed', `${name}, record ${leaves.length}${keyOf(line)}: it is not the record that was written.`)
        if (leaves.length > records) break
      }
    } catch (error) {
      if (!(error instanceof MalformedBundle)) throw error
      findings.add('changed', `${name} is damaged: ${error.message}.`)
    }
    if (leaves.length < records) findings.add('missing', `${name} has ${leaves.length} of its ${records} records.`)
    if (leaves.length > records) findings.add('changed', `${name} has more than its ${records} records.`)
    tree.add(name, leaves)
  }
  if (tree.root() !== root)
    findings.add('changed', 'The root of the bundle is not that of its records: a record, a hash or the manifest was changed.')
  return { root: tree.root(), records: tree.records }
}

async function readLeaves(source: BundleSource, name: string, records: number, findings: Findings): Promise<Buffer | undefined> {
  const file = leavesOf(name)
  const bytes = source.files.get(file)
  if (bytes === undefined) findings.add('missing', `${file} is missing: which record was changed cannot be told.`)
  else if (bytes !== records * HASH_BYTES) findings.add('changed', `${file} does not hold one hash for each record.`)
  else {
    const leaves = Buffer.alloc(bytes)
    let at = 0
    try {
      for await (const piece of source.read(file)) {
        leaves.set(piece.subarray(0, bytes - at), at)
        at += piece.length
      }
      return leaves
    } catch (error) {
      if (!(error instanceof MalformedBundle)) throw error
      findings.add('changed', `${file} is damaged: ${error.message}.`)
    }
  }
  return undefined
}

/** By what a person finds the record. */
function keyOf(line: string): string {
  try {
    const { key, id, about, name, file, line: row } = JSON.parse(line) as Record<string, unknown>
    if (typeof file === 'number' && typeof row === 'number') return ` (file ${file}, line ${row})`
    const told = key ?? about ?? id ?? name
    return told === undefined ? '' : ` (${String(told).slice(0, 120)})`
  } catch {
    return ''
  }
}
