import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundleSource } from './bundle-source.ts'

const PIECE_BYTES = 1 << 20

/** A bundle that was unpacked. */
export async function openFolder(path: string): Promise<BundleSource> {
  const files = new Map<string, number>()
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isFile()) files.set(entry.name, (await stat(join(path, entry.name))).size)
  return {
    files,
    read: (name) => createReadStream(join(path, name), { highWaterMark: PIECE_BYTES }),
    close: () => Promise.resolve(),
  }
}
