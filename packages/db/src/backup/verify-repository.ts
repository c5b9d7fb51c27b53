import type { KeyObject } from 'node:crypto'
import { parseLsn } from '../lsn.ts'
import { BackupError } from './backup-error.ts'
import { checkSealed, readSealed } from './files/sealed-files.ts'
import { unpackFiles } from './files/unpack-files.ts'
import { type BaseManifest, listBases } from './repository/base-manifest.ts'
import type { Repository } from './repository/repository.ts'
import { segmentsOf } from './restore/choose-base.ts'
import type { KeptSegment } from './wal/wal-index.ts'

export interface VerifyReport {
  readonly bases: readonly BaseManifest[]
  readonly segments: number
  readonly bytes: number
  /** Whether what is sealed was opened too, or its SHA-256 alone looked at. */
  readonly opened: boolean
  readonly faults: readonly string[]
}

/** Reads every file of the backup; with the private key it opens and unpacks each too, into nothing. */
export async function verifyRepository(
  repository: Repository,
  { privateKey, onFile = () => {} }: { readonly privateKey?: KeyObject | undefined; readonly onFile?: (name: string) => void },
): Promise<VerifyReport> {
  const faults: string[] = []
  const bases = await listBases(repository)
  const segments = new Map<string, KeptSegment>()
  for (const base of bases) {
    try {
      const own = await segmentsOf(repository, base)
      for (const segment of own) segments.set(segment.name, segment)
      faults.push(...holesIn(own))
    } catch (error) {
      faults.push(wordsOf(error))
    }
  }
  let bytes = 0
  for (const file of [...bases.flatMap(({ files }) => files), ...segments.values()]) {
    onFile(file.name)
    bytes += file.bytes
    const wrong = await checkSealed(repository.folder, file)
    if (wrong !== null) faults.push(wrong)
    else if (privateKey) {
      const words = await openAll(repository.folder, file.name, privateKey, segments.has(file.name))
      if (words !== null) faults.push(words)
    }
  }
  return { bases, segments: segments.size, bytes, opened: privateKey !== undefined, faults }
}

/** The first thing that is wrong with a base or with the log up to where it is whole; null when nothing is. Opens nothing. */
export async function findBaseFault(repository: Repository, base: BaseManifest): Promise<string | null> {
  try {
    const own = await segmentsOf(repository, base)
    const end = parseLsn(base.endLsn)
    const last = own.findIndex(({ upTo }) => parseLsn(upTo) >= end)
    if (last < 0) return `The log that ${base.name} needs ends before ${base.endLsn}.`
    const needed = own.slice(0, last + 1)
    const [hole] = holesIn(needed)
    if (hole !== undefined) return hole
    for (const file of [...needed, ...base.files]) {
      const wrong = await checkSealed(repository.folder, file)
      if (wrong !== null) return wrong
    }
    return null
  } catch (error) {
    return wordsOf(error)
  }
}

async function openAll(folder: string, name: string, privateKey: KeyObject, isLog: boolean): Promise<string | null> {
  try {
    const opened = readSealed(folder, name, privateKey)
    if (isLog) for await (const _piece of opened);
    else await unpackFiles(opened, NOWHERE)
    return null
  } catch (error) {
    return wordsOf(error)
  }
}

/** Each segment begins where the one before it ends. */
function holesIn(segments: readonly KeptSegment[]): string[] {
  return segments.slice(1).flatMap(({ segment }, index) => {
    const before = segments[index]
    return before !== undefined && follows(before.segment, segment) ? [] : [`The log has a hole before ${segment}.`]
  })
}

function follows(before: string, segment: string): boolean {
  const number = (name: string) => BigInt(`0x${name.slice(8, 16)}`) * 256n + BigInt(`0x${name.slice(16)}`)
  return before.slice(0, 8) === segment.slice(0, 8) && number(segment) === number(before) + 1n
}

const NOWHERE = {
  folder: async () => {},
  file: async () => ({ write: async () => {}, close: async () => {} }),
}

function wordsOf(error: unknown): string {
  if (error instanceof BackupError) return error.message
  throw error
}
