import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { diskProblem, type Release, UpdateProblem, type VersionProof } from '@counterfoil/updates'
import { readTar } from './read-tar.ts'
import { syncFolder } from './write-whole.ts'

/** Unpacked; a version has one Node of some 120 MB. */
const MOST_BYTES = 1024 * 1024 * 1024
const PIECE_BYTES = 256 * 1024

/** Unpacks a checked archive into a new folder, with the proof whose it is, all of it on the disk when this is done. Throws `UpdateProblem`. */
export async function unpackVersion(archive: string, folder: string, release: Release, proof: VersionProof): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    let total = 0
    for await (const { name, mode, size, bytes } of readTar(unzip(archive))) {
      total += size
      if (total > MOST_BYTES) throw new UpdateProblem('wrong_content', 'The archive is larger than any version is.')
      await writeFile(join(folder, name), bytes, (mode & 0o100) === 0 ? 0o600 : 0o700)
    }
    const manifest = await readFile(join(folder, 'manifest.json')).catch(() => Buffer.alloc(0))
    if (createHash('sha256').update(manifest).digest('hex') !== release.manifestSha256)
      throw new UpdateProblem('wrong_content', 'The archive’s list of files is not the one that was signed.')
    await writeFile(join(folder, 'proof.json'), [Buffer.from(JSON.stringify(proof))], 0o600)
    await syncFolder(folder)
  } catch (error) {
    throw error instanceof UpdateProblem ? error : diskProblem(error)
  }
}

async function* unzip(archive: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(archive, { highWaterMark: PIECE_BYTES })
  const plain = createGunzip({ chunkSize: PIECE_BYTES })
  file.on('error', (error) => plain.destroy(error))
  file.pipe(plain)
  yield* plain
}

async function writeFile(path: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    for await (const piece of bytes) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}
