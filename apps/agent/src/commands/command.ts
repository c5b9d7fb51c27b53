import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { ServiceNews } from '../service-news.ts'
import type { LauncherPlaces } from '../updates/go-to-version.ts'

/** What a command may do to the outside besides its work. */
export interface CommandIo {
  out(line: string): void
  err(line: string): void
  /** 0 ≤ value < 1. */
  random(): number
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal
  /** The launcher above, where there is one. */
  readonly launcher?: {
    tell(news: ServiceNews): void
    /** Calls back each time the launcher asks it to end if no payment is under way. */
    onStopWhenIdle(listener: () => void): void
    /** Where it keeps versions, and the one that should run instead of this; launchers before 0.2 do not say. */
    readonly program?: LauncherPlaces & { readonly instead?: { readonly version: string; readonly why: string } }
  }
}

/** One verb of the agent's command line. Returns the exit code: 0 done, 1 failed. */
export interface Command {
  readonly usage: string
  readonly summary: string
  run(args: readonly string[], io: CommandIo): Promise<number>
}

/** The command was called wrongly; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What the file system says, in words; the message of any other error as it is. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code = '', path } = error as NodeJS.ErrnoException
  const words = FILE_WORDS.get(code)
  return words === undefined || path === undefined ? error.message : `${path}: ${words}.`
}

const FILE_WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EEXIST', 'there is such a file already, and it is not written over'],
  ['EACCES', 'this user may not read or write it'],
  ['EISDIR', 'it is a folder'],
])

/** Options every command knows. */
export const COMMON = { config: { type: 'string' }, json: { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig

/** Reads a command's options; throws `UsageError` for anything it does not know. */
export function readOptions<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  positionals: 'none' | 'any' = 'none',
) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...COMMON, ...options },
      allowPositionals: positionals === 'any',
      strict: true,
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The whole answer of a `--json` call: one document. */
export function printJson(io: CommandIo, document: unknown): void {
  io.out(JSON.stringify(document))
}
