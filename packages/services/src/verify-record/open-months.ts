import { type BundleSource, MalformedBundle } from '@counterfoil/audit'
import type pg from 'pg'
import type { LogRange } from '../audit/log-range.ts'
import { type Archive, readArchives } from '../audit-archives/archive-row.ts'
import type { ArchiveFolder } from '../audit-archives/index.ts'
import type { RecordFindings } from './record-findings.ts'

/** A month whose entries the database has no bytes of, and what became of its file in this reading. */
export interface AwayMonth extends LogRange {
  readonly month: string
  readonly file: string
  /** No folder was given, or it has no such file; the file was deleted on purpose; it is not the one that was written. */
  readonly looked: 'read' | 'not_given' | 'not_there' | 'deleted' | 'other_file'
  readonly madeAt: Date
  readonly sha256: string
}

export interface OpenedMonths {
  readonly months: readonly AwayMonth[]
  readonly sources: readonly (LogRange & { readonly source: BundleSource })[]
  close(): Promise<void>
}

/** Every month that is away, and the files of those that can be read: the very ones that were written, by their SHA-256. */
export async function openMonths(
  client: pg.ClientBase,
  folder: ArchiveFolder | undefined,
  findings: RecordFindings,
): Promise<OpenedMonths> {
  const months: AwayMonth[] = []
  const sources: { from: number; to: number; source: BundleSource }[] = []
  const close = async () => {
    await Promise.all(sources.map(({ source }) => source.close()))
  }
  try {
    for (const archive of await readArchives(client)) {
      if (archive.awayAt === null) continue
      const { month, from, to, file, madeAt, sha256 } = archive
      const opened = folder === undefined ? 'not_given' : await openMonth(folder, archive, findings)
      if (typeof opened !== 'string') sources.push({ from, to, source: opened })
      if (opened === 'not_there' && archive.prunedAt === null)
        findings.add({ kind: 'missing', text: `The archive of ${month}, ${folder?.pathOf(file)}, is not there.` })
      const looked = archive.prunedAt !== null && (opened === 'not_given' || opened === 'not_there') ? 'deleted' : opened
      months.push({ month, from, to, file, looked: typeof looked === 'string' ? looked : 'read', madeAt, sha256 })
    }
  } catch (error) {
    await close()
    throw error
  }
  return { months, sources, close }
}

async function openMonth(
  folder: ArchiveFolder,
  { month, file, sha256 }: Archive,
  findings: RecordFindings,
): Promise<BundleSource | 'not_there' | 'other_file'> {
  try {
    const found = await folder.sha256(file)
    if (found === sha256) return await folder.open(file)
    const text = `The archive of ${month}, ${folder.pathOf(file)}, is not the file that was written: its SHA-256 is ${found}, not ${sha256}.`
    findings.add({ kind: 'changed', text })
    return 'other_file'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'not_there'
    if (!(error instanceof MalformedBundle)) throw error
    findings.add({
      kind: 'changed',
      text: `The archive of ${month}, ${folder.pathOf(file)}, cannot be read: ${error.message}.`,
    })
    return 'other_file'
  }
}

/** Months of which nothing was read, in words; none when all was. */
export function tellUnread(months: readonly AwayMonth[]): string | undefined {
  const unread = months.filter(({ looked }) => looked !== 'read')
  if (unread.length === 0) return undefined
  const told = unread.map(({ month, from, to, file }) => `${month} (entries ${from} to ${to - 1}, ${file})`)
  return `What the entries of these months say lies in archives and was not looked into: ${told.join(', ')}. Their hashes were held against the checkpoints; the heads of agents’ batches that they tell were not looked at.`
}
