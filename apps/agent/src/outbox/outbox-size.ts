import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { OutboxSize } from './outbox.ts'

/** Measures the file by what SQLite says of its pages: a file never shrinks, so its own size would tell too much. */
export function createSizeReader(db: DatabaseSync, path: string): () => OutboxSize {
  const pageBytes = Number(db.prepare('PRAGMA page_size').get()?.page_size ?? 4_096)
  const pageCount = db.prepare('PRAGMA page_count')
  const freeCount = db.prepare('PRAGMA freelist_count')
  return () => {
    const free = Number(freeCount.get()?.freelist_count ?? 0)
    const used = Number(pageCount.get()?.page_count ?? 0) - free
    return { usedBytes: used * pageBytes + sizeOf(`${path}-wal`), reusableBytes: free * pageBytes }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
