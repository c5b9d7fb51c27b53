import { createHash, type KeyObject } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MadeFile, writeSums } from '../package/write-sums.ts'
import { debianPackage, linuxArchive } from './linux-packages.ts'
import { buildPrograms, versionFiles } from './package-files.ts'
import { PLATFORMS, type Platform } from './platforms.ts'
import { windowsZip } from './windows-package.ts'

export interface BuildOptions {
  readonly root: string
  readonly folder: string
  readonly version: string
  readonly platforms?: readonly Platform['id'][]
  /** Which kinds to make; all unless told. */
  readonly kinds?: readonly ('deb' | 'tar.gz' | 'zip')[]
  /** Text of the chain's `root.json`; without it agents take no versions from the hub. */
  readonly updateRoot?: string
  /** Of gzip; 9 unless somebody is in a hurry. */
  readonly level?: number
  /** The maker's key, which signs `SHA256SUMS`. */
  readonly signWith?: KeyObject
}

/** Makes the packages and `SHA256SUMS`; returns the names of the files. The same source makes the same bytes. */
export async function buildPackages(options: BuildOptions): Promise<string[]> {
  const { root, folder, version, platforms, kinds = ['deb', 'tar.gz', 'zip'], level = 9 } = options
  const programs = await buildPrograms(root, version, options.updateRoot)
  mkdirSync(folder, { recursive: true })
  const made: MadeFile[] = []
  const keep = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes)
    made.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  for (const platform of PLATFORMS) {
    if (platforms !== undefined && !platforms.includes(platform.id)) continue
    const files = versionFiles(root, platform, programs)
    const name = `counterfoil-agent-${version}-${platform.id}`
    if (platform.debian === undefined) {
      if (kinds.includes('zip')) keep(`${name}.zip`, await windowsZip(root, files, programs))
      continue
    }
    if (kinds.includes('tar.gz')) keep(`${name}.tar.gz`, linuxArchive(root, platform, files, programs, level))
    if (kinds.includes('deb'))
      keep(`counterfoil-agent_${version}_${platform.debian}.deb`, debianPackage(root, platform.debian, files, programs, level))
  }
  return [...made.map(({ name }) => name), ...writeSums(folder, made, options.signWith)]
}
