import { MalformedBundle, type VerifierKey, verifyBundle } from '@counterfoil/audit'
import { ServiceError } from '../errors.ts'
import type { ArchiveFolder } from './archive-folder.ts'

export interface WantedBundle {
  readonly origin: string
  readonly logKey: VerifierKey
  readonly from: number
  readonly to: number
  /** The checkpoint of size `to` as it stands in the database. */
  readonly note: string
  readonly sha256?: string
}

/** Reads the whole file from the disk. `conflict` with a word when it is not what was archived, `not_found` when it is not there. */
export async function verifyFile(
  folder: ArchiveFolder,
  name: string,
  wanted: WantedBundle,
): Promise<{ readonly sha256: string }> {
  const { from, to } = wanted
  const sha256 = await read(folder, name, () => folder.sha256(name))
  if (wanted.sha256 !== undefined && wanted.sha256 !== sha256)
    throw wrong(folder, name, 'other_file', `its SHA-256 is ${sha256}, not ${wanted.sha256}`)
  const report = await read(folder, name, () => verifyOpened(folder, name, wanted))
  if (report.verdict !== 'sound') throw wrong(folder, name, report.verdict, report.findings[0]?.text ?? report.verdict)
  if (report.from !== from || report.to !== to)
    throw wrong(folder, name, 'other_range', `it holds the entries ${report.from} to ${report.to - 1}, not ${from} to ${to - 1}`)
  return { sha256 }
}

async function verifyOpened(folder: ArchiveFolder, name: string, { origin, logKey, note }: WantedBundle) {
  const source = await folder.open(name)
  try {
    return await verifyBundle(source, { trust: { origin, logKey, quorum: 0 }, checkpoints: [note] })
  } finally {
    await source.close()
  }
}

async function read<T>(folder: ArchiveFolder, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (error instanceof MalformedBundle || code.startsWith('Z_')) throw wrong(folder, name, 'malformed', String(error))
    if (code === 'ENOENT')
      throw new ServiceError('not_found', `There is no ${folder.pathOf(name)}.`, { reason: 'archive_missing', cause: error })
    throw error
  }
}

function wrong(folder: ArchiveFolder, name: string, word: string, why: string): ServiceError {
  return new ServiceError('conflict', `The archive ${folder.pathOf(name)} is not what was written: ${why}`, {
    reason: `archive_${word}`,
  })
}
