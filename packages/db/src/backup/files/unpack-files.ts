import { createHash } from 'node:crypto'
import { BackupError } from '../backup-error.ts'

/** Where unpacked files go; a folder for a restore, nowhere for a verification. */
export interface UnpackTarget {
  folder(path: string): Promise<void>
  file(path: string): Promise<{ write(piece: Buffer): Promise<void>; close(): Promise<void> }>
}

/** Takes apart what `packFiles` made; returns how many files it was. Throws when a file is not what its hash says. */
export async function unpackFiles(
  source: AsyncIterable<Buffer>,
  target: UnpackTarget,
): Promise<{ files: number; bytes: number }> {
  const reader = createReader(source)
  let files = 0
  let bytes = 0
  for (let header = await readHeader(reader); header !== undefined; header = await readHeader(reader)) {
    const path = safePath(header.path)
    if (header.kind === 'folder') {
      await target.folder(path)
      continue
    }
    const out = await target.file(path)
    const hash = createHash('sha256')
    try {
      for (let piece = await reader.piece(); piece.length > 0; piece = await reader.piece()) {
        hash.update(piece)
        bytes += piece.length
        await out.write(piece)
      }
    } finally {
      await out.close()
    }
    if (!hash.digest().equals(await reader.exactly(32))) throw new BackupError(`${path} is not what was backed up.`)
    files += 1
  }
  return { files, bytes }
}

interface Reader {
  exactly(count: number): Promise<Buffer>
  /** One that says its own length. */
  piece(): Promise<Buffer>
  ended(): Promise<boolean>
}

async function readHeader(reader: Reader): Promise<{ path: string; kind: string } | undefined> {
  if (await reader.ended()) return undefined
  return JSON.parse((await reader.piece()).toString()) as { path: string; kind: string }
}

/** A path never leads out of the folder, whoever wrote the backup. */
function safePath(path: string): string {
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\:\0]/.test(part)))
    throw new BackupError(`The backup names a file outside of its folder: ${JSON.stringify(path)}.`)
  return path
}

function createReader(source: AsyncIterable<Buffer>): Reader {
  const iterator = source[Symbol.asyncIterator]()
  let parts: Buffer[] = []
  let length = 0
  async function more(): Promise<boolean> {
    const next = await iterator.next()
    if (next.done) return false
    parts.push(next.value)
    length += next.value.length
    return true
  }
  async function exactly(count: number): Promise<Buffer> {
    while (length < count) if (!(await more())) throw new BackupError('The backup ends in the middle of a file.')
    const held = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    parts = [held.subarray(count)]
    length -= count
    return held.subarray(0, count)
  }
  return {
    exactly,
    piece: async () => exactly((await exactly(4)).readUInt32BE()),
    ended: async () => {
      while (length === 0) if (!(await more())) return true
      return false
    },
  }
}
