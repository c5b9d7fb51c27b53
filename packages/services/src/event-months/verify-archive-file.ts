import { MalformedBundle } from '@counterfoil/audit'
import type { ArchiveFolder } from '../audit-archives/index.ts'
import { ServiceError } from '../errors.ts'
import { type MonthRows, RowDigest } from './row-digest.ts'
import { verifyEventMonth } from './verify/index.ts'

export interface WantedMonth {
  readonly month: string
  readonly origin: string
  /** What was recorded of the file; absent while it is being written. */
  readonly known?: MonthRows & { readonly sha256: string }
}

export type ReadArchiveFile = MonthRows & { readonly sha256: string }

/** Reads the whole file from the disk. `conflict` with a word when it is not what was archived, `not_found` when it is not there. */
export async function verifyArchiveFile(
  folder: ArchiveFolder,
  name: string,
  { month, origin, known }: WantedMonth,
): Promise<ReadArchiveFile> {
  const wrong = (word: string, why: string) =>
    new ServiceError('conflict', `The archive ${folder.pathOf(name)} is not what was written: ${why}`, {
      reason: `archive_${word}`,
    })
  try {
    const sha256 = await folder.sha256(name)
    if (known !== undefined && known.sha256 !== sha256)
      throw wrong('other_file', `its SHA-256 is ${sha256}, not ${known.sha256}.`)
    const rows = new RowDigest()
    const source = await folder.open(name)
    const report = await verifyEventMonth(source, { onEvent: (store, line) => rows.take(store, line) }).finally(() =>
      source.close(),
    )
    if (report.verdict !== 'sound') throw wrong(report.verdict, report.findings[0]?.text ?? report.verdict)
    if (report.month !== month) throw wrong('other_month', `it holds the events of ${report.month}, not of ${month}.`)
    if (report.origin !== origin) throw wrong('other_log', `it is of ${report.origin}, not of ${origin}.`)
    const told = rows.finish()
    if (known !== undefined && (known.events !== told.events || known.digest !== told.digest))
      throw wrong('other_rows', `its ${told.events} events are not the ${known.events} that were in the database.`)
    return { ...told, sha256 }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (error instanceof MalformedBundle || code.startsWith('Z_')) throw wrong('malformed', String(error))
    if (code === 'ENOENT')
      throw new ServiceError('not_found', `There is no ${folder.pathOf(name)}.`, { reason: 'archive_missing', cause: error })
    throw error
  }
}
