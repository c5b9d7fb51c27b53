import { readFile } from 'node:fs/promises'
import { UsageError } from '../../../cli-error.ts'

/** Out of a file, because what is typed stands in the shell's history and in the list of processes. */
export async function readSecret(path: string | undefined, option: string): Promise<string> {
  if (path === undefined) throw new UsageError(`give --${option}`)
  return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
}

export const numberOf = (given: string | undefined): number | undefined => (given === undefined ? undefined : Number(given))

export function nameOf(positionals: readonly string[]): string {
  const [name] = positionals
  if (name === undefined || positionals.length > 1) throw new UsageError('give it a name')
  return name
}
