import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

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
    for await (const piece of pieces) {
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

async function* ofBytes(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

async function* ofFile(path: string): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return
  try {
    yield Buffer.alloc(0)
    const { size } = await file.stat()
    for (let at = 0; ; ) {
      // Most of a cluster's files are small, and a megabyte for each would be thrown away thousands of times.
      const wanted = Math.max(1024, Math.min(PIECE_BYTES, size - at))
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
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
