import { existsSync, rmSync, writeFileSync } from 'node:fs'

const PRIVATE = { mode: 0o600, flag: 'wx', flush: true } as const

/** Throws where one of the files is there already: said before anything is sealed, for a code that is lost opens nothing. */
export function refuseExisting(...paths: readonly (string | undefined)[]): void {
  for (const path of paths)
    if (path !== undefined && existsSync(path))
      throw new Error(`${path} is there already: give another name. Nothing was written.`)
}

/** Writes the code's file first and then the sealed one; both or neither. Throws as the file system does. */
export function writePair(file: string, sealed: Buffer, codeFile: string | undefined, code: string): void {
  const made: string[] = []
  const write = (path: string, content: string | Buffer) => {
    writeFileSync(path, '', PRIVATE)
    made.push(path)
    writeFileSync(path, content, { flush: true })
  }
  try {
    if (codeFile !== undefined) write(codeFile, `${code}\n`)
    write(file, sealed)
  } catch (error) {
    for (const path of made) rmSync(path, { force: true })
    throw error
  }
}
