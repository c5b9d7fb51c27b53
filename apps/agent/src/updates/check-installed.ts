import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { checkProof, UpdateProblem, VersionProof } from '@counterfoil/updates'
import { z } from 'zod'
import { platformId } from './update-places.ts'

const PIECE_BYTES = 1024 * 1024
const Manifest = z.object({ sha256: z.record(z.string(), z.string()) })

/**
 * Whether a folder is, byte for byte, a version that the chain’s own key signed. The launcher asks before it starts one that the
 * service itself could have written. Throws `UpdateProblem`. Takes some tenths of a second and waits for the disk.
 */
export function checkInstalled(folder: string, version: string, pinnedRoot: string | undefined): void {
  if (pinnedRoot === undefined) throw new UpdateProblem('no_root', 'This package was built without the chain’s root of trust.')
  const read = (name: string) => readFileSync(join(folder, name))
  let proof: VersionProof
  let manifest: Buffer
  try {
    proof = VersionProof.parse(JSON.parse(read('proof.json').toString('utf8')))
    manifest = read('manifest.json')
  } catch (error) {
    throw new UpdateProblem('unsound', `${folder} is not a whole version.`, error)
  }
  const release = checkProof(pinnedRoot, proof, version, platformId())
  if (createHash('sha256').update(manifest).digest('hex') !== release.manifestSha256)
    throw new UpdateProblem('unsound', `The list of files in ${folder} is not the one that was signed.`)
  for (const [name, sha256] of Object.entries(Manifest.parse(JSON.parse(manifest.toString('utf8'))).sha256))
    if (hashOf(join(folder, name)) !== sha256)
      throw new UpdateProblem('unsound', `${join(folder, name)} is not the file that was signed.`)
}

function hashOf(path: string): string | undefined {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(PIECE_BYTES)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return undefined
  }
  try {
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) hash.update(piece.subarray(0, length))
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}
