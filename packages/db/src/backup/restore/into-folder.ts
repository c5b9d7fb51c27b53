import { chownSync, closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ServiceUser } from '../../embedded/service-user.ts'
import type { UnpackTarget } from '../files/unpack-files.ts'

export interface IntoFolderOptions {
  /** Whom the files are for; undefined for ourselves. */
  readonly user: ServiceUser | undefined
  /** Whether each is on the disk when it is closed. */
  readonly flush: boolean
}

/** Unpacks below a folder, over nothing that is there; in this thread, as it is packed. */
export function intoFolder(folder: string, { user, flush }: IntoFolderOptions): UnpackTarget {
  const made = new Set<string>([folder])
  const own = (path: string) => {
    if (user) chownSync(path, user.uid, user.gid)
  }
  const make = (path: string) => {
    if (made.has(path)) return
    make(dirname(path))
    mkdirSync(path, { recursive: true, mode: 0o700 })
    own(path)
    made.add(path)
  }
  return {
    async folder(path) {
      make(join(folder, ...path.split('/')))
    },
    async file(path) {
      const whole = join(folder, ...path.split('/'))
      make(dirname(whole))
      const file = openSync(whole, 'wx', 0o600)
      return {
        async write(piece) {
          for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
        },
        async close() {
          if (flush) fsyncSync(file)
          closeSync(file)
          own(whole)
        },
      }
    },
  }
}
