import { readFile } from 'node:fs/promises'
import { Unreadable } from './exit-codes.ts'

/** Reads a whole small file as text, or says in plain words why not. */
export async function readInput(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new Unreadable(`there is no file ${path}`)
    if (code === 'EISDIR') throw new Unreadable(`${path} is a folder`)
    if (error instanceof TypeError) throw new Unreadable(`${path} is not text in UTF-8`)
    throw new Unreadable(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
