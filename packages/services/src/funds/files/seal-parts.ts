import { createHash } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServiceError } from '../../errors.ts'
import type { Sealer } from '../../vault/index.ts'
import { filePurpose } from '../file-purpose.ts'

export const PART_BYTES = 1_000_000

export interface SealedPart {
  readonly id: string
  readonly part: number
  readonly sealed: Buffer
}

/** A file that came whole, sealed in parts that wait on the disk: memory holds one of them at a time. */
export interface SealedFile {
  readonly sha256: Buffer
  readonly size: number
  parts(): AsyncGenerator<SealedPart>
  close(): Promise<void>
}

/**
 * Seals what comes as it comes. Nothing of it lies anywhere unsealed, and no connection to the database waits for a slow line.
 * Throws `invalid` for what is empty or larger than any report.
 */
export async function sealParts(
  content: AsyncIterable<Uint8Array>,
  {
    sealer,
    newId,
    mostBytes,
  }: { readonly sealer: Pick<Sealer, 'seal'>; readonly newId: () => string; readonly mostBytes: number },
): Promise<SealedFile> {
  let spool: { readonly file: FileHandle; readonly folder: string } | null = null
  const close = async () => {
    await spool?.file.close()
    if (spool !== null) await rm(spool.folder, { recursive: true, force: true })
  }
  const written: { id: string; length: number }[] = []
  // Most files are small: the part that came last needs no place on the disk before another one comes.
  let kept: Uint8Array | null = null
  const putAway = async (sealed: Uint8Array) => {
    if (spool === null) {
      const folder = await mkdtemp(join(tmpdir(), 'counterfoil-file-'))
      spool = { folder, file: await open(join(folder, 'sealed'), 'wx+', 0o600) }
    }
    await spool.file.write(sealed)
  }
  const hash = createHash('sha256')
  let size = 0
  const seal = async (plain: Uint8Array) => {
    const id = newId()
    const sealed = sealer.seal(filePurpose(id), plain)
    if (kept !== null) await putAway(kept)
    kept = sealed
    written.push({ id, length: sealed.length })
  }
  try {
    for await (const part of inParts(content)) {
      size += part.length
      if (size > mostBytes) throw new ServiceError('invalid', 'The file is larger than any report.', { reason: 'file_too_large' })
      hash.update(part)
      await seal(part)
    }
    if (size === 0) throw new ServiceError('invalid', 'The file is empty.', { reason: 'file_empty' })
  } catch (error) {
    await close()
    throw error
  }
  return {
    sha256: hash.digest(),
    size,
    async *parts() {
      let at = 0
      for (const [part, { id, length }] of written.entries()) {
        if (part === written.length - 1) {
          yield { id, part, sealed: Buffer.from(kept ?? []) }
          return
        }
        const sealed = Buffer.alloc(length)
        await spool?.file.read(sealed, 0, length, at)
        at += length
        yield { id, part, sealed }
      }
    },
    close,
  }
}

/** Most files are small, and a part's memory for each of them would keep the collector busy. */
const FIRST_BYTES = 65_536

/** Pieces of any size as parts of one size, the last one shorter. */
async function* inParts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = Buffer.alloc(FIRST_BYTES)
  let filled = 0
  for await (const piece of content) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(piece.length - at, PART_BYTES - filled)
      if (filled + taken > part.length) {
        const larger = Buffer.alloc(Math.min(PART_BYTES, Math.max(filled + taken, part.length * 2)))
        larger.set(part.subarray(0, filled))
        part = larger
      }
      part.set(piece.subarray(at, at + taken), filled)
      at += taken
      filled += taken
      if (filled < PART_BYTES) continue
      yield part
      part = Buffer.alloc(PART_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}
