import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export interface FileToPack {
  /** With `/`, below the folder it is unpacked into. */
  readonly path: string
  /** Where it lies; undefined for a folder that is made empty. */
  readonly from: string | Uint8Array | undefined
}

const PIECE_BYTES = 1024 * 1024

/**
 * One stream of many files: of each its path, its pieces, and the SHA-256 of what was read. Files may grow, shrink and go away
 * meanwhile, as those of a running database do; what went away is left out.
 */
export async function* packFiles(files: AsyncIterable<FileToPack>, onFile: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const { path, from } of files) {
    if (from === undefined) {
      yield frame({ path, kind: 'folder' })
      continue
    }
    const pieces = typeof from === 'string' ? ofFile(from) : ofBytes(Buffer.from(from))
    const hash = createHash('sha256')
    let bytes = 0
    let begun = false
    for (const piece of pieces) {
      if (!begun) yield frame({ path, kind: 'file' })
      begun = true
      if (piece.length === 0) continue
      hash.update(piece)
      bytes += piece.length
      yield sized(piece)
    }
    // Gone before it was opened.
    if (!begun) continue
    yield sized(Buffer.alloc(0))
    yield hash.digest()
    onFile(bytes)
  }
}

function* ofBytes(bytes: Buffer): Generator<Buffer> {
  yield bytes
}

/** In this thread: for thousands of small files, a trip to another thread for each call takes longer than the calls. */
function* ofFile(path: string): Generator<Buffer> {
  const file = openIfThere(path)
  if (file === undefined) return
  try {
    yield Buffer.alloc(0)
    const { size } = fstatSync(file)
    for (let at = 0; ; ) {
      // Most of a cluster's files are small, and a megabyte for each would be thrown away thousands of times.
      const piece = Buffer.allocUnsafe(Math.max(1024, Math.min(PIECE_BYTES, size - at)))
      const read = readSync(file, piece, 0, piece.length, at)
      if (read === 0) return
      at += read
      yield piece.subarray(0, read)
    }
  } finally {
    closeSync(file)
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function frame(header: { readonly path: string; readonly kind: 'file' | 'folder' }): Buffer {
  return sized(Buffer.from(JSON.stringify(header)))
}

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bytes.length)
  return Buffer.concat([size, bytes])
}
