import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from '../backup-error.ts'
import type { SealedFile } from '../files/sealed-files.ts'
import { whenAbsent } from '../files/when-absent.ts'
import { type Installation, type Repository, readJson } from './repository.ts'

/** What one base backup says of itself, in clear: nothing in it is secret. */
export interface BaseManifest {
  readonly format: 1
  readonly name: string
  readonly installation: Installation
  /** The newest signed checkpoint of the audit log at its beginning; null while there was none. */
  readonly checkpoint: string | null
  readonly postgres: string
  /** The history of one data folder whose WAL it needs; a restored one begins another. */
  readonly line: string
  /** ISO; what it holds can be brought back to any moment from `finishedAt` on. */
  readonly startedAt: string
  readonly finishedAt: string
  /** First WAL segment it needs, and where it must be replayed to at least. */
  readonly firstSegment: string
  readonly endLsn: string
  readonly files: readonly SealedFile[]
  readonly contents: { readonly files: number; readonly bytes: number }
  /** What of the data folder is in it. */
  readonly secrets: readonly string[]
  /** Files of the folder of archives that are in it; absent in what older programs wrote. */
  readonly archives?: readonly string[]
}

export const basesFolder = (folder: string) => join(folder, 'base')

/** Oldest first; unfinished ones have no manifest and are none. */
export async function listBases({ folder, installation }: Repository): Promise<BaseManifest[]> {
  const names = await readdir(basesFolder(folder)).catch(whenAbsent<string[]>([]))
  const bases: BaseManifest[] = []
  for (const name of names.toSorted()) {
    const manifest = await readJson<BaseManifest>(join(basesFolder(folder), name, 'manifest.json')).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw new BackupError(`The manifest of ${name} cannot be read (${error.message}).`)
      },
    )
    if (manifest === undefined) continue
    if (manifest.installation.id !== installation.id) {
      throw new BackupError(
        `${name} is a backup of another installation (${manifest.installation.name}, log ${manifest.installation.logOrigin}): it does not belong into ${folder}, which is for ${installation.name} (${installation.logOrigin}).`,
      )
    }
    bases.push(manifest)
  }
  return bases.toSorted((a, b) => a.finishedAt.localeCompare(b.finishedAt))
}
