import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigurationDisk } from './configuration-file.ts'

/** The agent's data folder. */
export function openFolderDisk(folder: string): ConfigurationDisk {
  const at = (name: string) => join(folder, name)
  return {
    read(name) {
      try {
        return readFileSync(at(name), 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    write(name, text) {
      mkdirSync(folder, { recursive: true })
      const file = openSync(at(name), 'w', 0o600)
      try {
        writeSync(file, text)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    },
    rename(from, to) {
      renameSync(at(from), at(to))
      syncFolder(folder)
    },
    remove: (name) => rmSync(at(name), { force: true }),
  }
}

/** Windows opens no folders, and needs none of this. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
