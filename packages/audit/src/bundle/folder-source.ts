import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { BundleSource } from './bundle-source.ts'

const PIECE_BYTES = 1 << 20

/** A bundle that was unpacked, with what lies in folders of it. */
export async function openFolder(path: string): Promise<BundleSource> {
  const files = new Map<string, number>()
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    files.set(relative(path, file).split(sep).join('/'), (await stat(file)).size)
  }
  return {
    files,
    read: (name) => createReadStream(join(path, name), { highWaterMark: PIECE_BYTES }),
    close: () => Promise.resolve(),
  }
}
