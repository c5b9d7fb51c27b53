import type { FileReading, RowChunk } from './file-reading.ts'
import type { Known } from './read-known.ts'
import { orderOf, type ReadingParts } from './reading-parts.ts'
import type { WaitingFile } from './waiting-file.ts'

/** A file that is read while the rows of the one before it are written: a small one, so its rows wait in memory. */
export interface ReadingAhead {
  readonly chunks: readonly RowChunk[]
  /** All chunks are there when it is. */
  readonly reading: Promise<FileReading>
}

export interface FileAhead {
  readonly file: WaitingFile
  readonly content: Uint8Array
  readonly known: Known
}

export function readAhead({ reader }: Pick<ReadingParts, 'reader'>, { file, content, known }: FileAhead): ReadingAhead {
  const chunks: RowChunk[] = []
  const reading = reader.read({ ...orderOf(file, content), known, rows: true }, async (chunk) => {
    chunks.push(chunk)
  })
  // Heard of when its turn comes; if that never does, its rows are nobody's.
  reading.catch(() => {})
  return { chunks, reading }
}
