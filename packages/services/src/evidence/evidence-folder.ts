import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

type Write = (piece: Uint8Array) => Promise<void>

/** Where packages lie: one folder that hub and dashboard both see. Readable by their own account, or by their group where the folder is. */
export interface EvidenceFolder {
  /** Writes a package whole or not at all. */
  readonly write: <Result>(id: string, make: (write: Write) => Promise<Result>) => Promise<Result>
  /** Null where it is not there. */
  readonly read: (id: string) => Promise<AsyncIterable<Uint8Array> | null>
  readonly list: () => Promise<readonly string[]>
}

export function openEvidenceFolder(path: string): EvidenceFolder {
  const fileOf = (id: string) => join(path, `${id}.zip`)
  return {
    async write(id, make) {
      await mkdir(path, { recursive: true, mode: 0o700 })
      const part = `${fileOf(id)}.part`
      await rm(part, { force: true })
      const forGroup = ((await stat(path)).mode & 0o040) !== 0
      const file = await open(part, 'wx', forGroup ? 0o640 : 0o600)
      try {
        const result = await make(async (piece) => void (await file.writeFile(piece)))
        await file.sync()
        await file.close()
        await rename(part, fileOf(id))
        return result
      } catch (error) {
        await file.close().catch(() => {})
        await rm(part, { force: true })
        throw error
      }
    },
    async read(id) {
      const found = await stat(fileOf(id)).catch(() => null)
      return found === null ? null : createReadStream(fileOf(id), { highWaterMark: 1 << 20 })
    },
    list: () => readdir(path).catch(() => []),
  }
}
