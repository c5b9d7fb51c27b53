import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { archiveName, type PlatformId, type Release } from '@counterfoil/updates'
import { type Entry, writeTar } from '../package/write-tar.ts'

export interface PackedVersion {
  readonly release: Release
  readonly file: string
}

/** A version's folder as one archive in `folder`, and what has to be signed of it. The same files make the same bytes. */
export function packVersion(
  files: readonly Entry[],
  version: string,
  platform: PlatformId,
  folder: string,
  level: number,
): PackedVersion {
  const manifest = files.find(({ path }) => path === 'manifest.json')?.bytes
  if (manifest === undefined) throw new Error('a version has a manifest.json')
  const path = archiveName(version, platform)
  const bytes = gzipSync(writeTar(files), { level })
  const file = join(folder, path)
  writeFileSync(file, bytes)
  const release = { version, platform, path, length: bytes.length, sha256: sha256(bytes), manifestSha256: sha256(manifest) }
  return { release, file }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
