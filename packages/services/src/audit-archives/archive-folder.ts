import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BundleSource, openBundle } from '@counterfoil/audit'

/** Where archives lie: a folder of this machine, or of a store all hubs reach. */
export interface ArchiveFolder {
  /** Where a file of this name lies, for people. */
  pathOf(name: string): string
  /** Writes a file whole or not at all, readable by the folder's owner alone; over one of an attempt before. */
  write(name: string, pieces: AsyncIterable<Uint8Array>): Promise<number>
  /** Of the file as it lies on the disk, hexadecimal. */
  sha256(name: string): Promise<string>
  open(name: string): Promise<BundleSource>
  remove(name: string): Promise<void>
}

export function openArchiveFolder(path: string): ArchiveFolder {
  const pathOf = (name: string) => join(path, name)
  return {
    pathOf,
    async write(name, pieces) {
      await mkdir(path, { recursive: true, mode: 0o700 })
      const next = pathOf(`${name}.next`)
      await rm(next, { force: true })
      const file = await open(next, 'wx', 0o600)
      let bytes = 0
      try {
        // What root's command line writes is for the hub, whose folder it is.
        if (process.getuid?.() === 0) {
          const { uid, gid } = await stat(path)
          await file.chown(uid, gid)
        }
        for await (const piece of pieces) {
          await file.writeFile(piece)
          bytes += piece.length
        }
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(next, pathOf(name))
      await syncFolder(path)
      return bytes
    },
    async sha256(name) {
      const hash = createHash('sha256')
      for await (const piece of createReadStream(pathOf(name), { highWaterMark: 1 << 20 })) hash.update(piece as Buffer)
      return hash.digest('hex')
    },
    open: (name) => openBundle(pathOf(name)),
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}

/** The name is on the disk too, before anything else is taken away because of it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
