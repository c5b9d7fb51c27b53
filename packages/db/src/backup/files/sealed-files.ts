import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { BackupError } from '../backup-error.ts'
import { openStream } from '../seal/open-stream.ts'
import { inChunks, sealStream } from '../seal/seal-stream.ts'

/** A file of the backup's folder, as its manifest names it. */
export interface SealedFile {
  /** Below the folder, with `/`. */
  readonly name: string
  readonly bytes: number
  /** Hexadecimal, of the sealed bytes: checked without any key. */
  readonly sha256: string
}

const PIECE_BYTES = 256 * 1024

export interface WriteSealed {
  readonly folder: string
  readonly name: string
  readonly publicKey: Uint8Array
}

/** Compresses, seals and writes a stream; the file appears whole, flushed, or not at all. */
export async function writeSealed(
  source: AsyncIterable<Uint8Array>,
  { folder, name, publicKey }: WriteSealed,
): Promise<SealedFile> {
  const path = join(folder, ...name.split('/'))
  const unfinished = `${path}.unfinished`
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await pipeline(
      Readable.from(inChunks(source, PIECE_BYTES), { objectMode: false }),
      createZstdCompress({ chunkSize: PIECE_BYTES, params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
      async function* (compressed: AsyncIterable<Buffer>) {
        for await (const sealed of sealStream(compressed, { publicKey, name })) {
          hash.update(sealed)
          bytes += sealed.length
          yield sealed
        }
      },
      createWriteStream(unfinished, { mode: 0o600, flush: true }),
    )
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await flushFolder(dirname(path))
  return { name, bytes, sha256: hash.digest('hex') }
}

/** What a sealed file holds. */
export async function* readSealed(folder: string, name: string, privateKey: KeyObject): AsyncGenerator<Buffer> {
  const opened = Readable.from(
    openStream(createReadStream(join(folder, ...name.split('/')), { highWaterMark: PIECE_BYTES }), { privateKey, name }),
  )
  const plain = createZstdDecompress({ chunkSize: PIECE_BYTES })
  // A broken chunk must arrive as itself, not as a stream that ended early.
  opened.on('error', (error) => plain.destroy(error))
  try {
    yield* opened.pipe(plain) as AsyncIterable<Buffer>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BackupError(`${name} is missing.`)
    throw error
  }
}

/** Null when the file is there and is what was written; else what is wrong with it. */
export async function checkSealed(folder: string, { name, bytes, sha256 }: SealedFile): Promise<string | null> {
  const hash = createHash('sha256')
  let read = 0
  try {
    for await (const piece of createReadStream(join(folder, ...name.split('/')), { highWaterMark: PIECE_BYTES })) {
      hash.update(piece as Buffer)
      read += (piece as Buffer).length
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `${name} is missing.` : `${name} cannot be read (${error}).`
  }
  if (read !== bytes) return `${name} has ${read} bytes instead of ${bytes}.`
  return hash.digest('hex') === sha256 ? null : `${name} was changed: its SHA-256 is another one.`
}

/** A renamed file is there after a power cut only when its folder was flushed; Windows flushes it by itself. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}
