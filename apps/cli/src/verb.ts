/** One verb of `counterfoil`. It prints; it holds no logic of its own. */
export interface Verb {
  readonly usage: string
  readonly summary: string
  /** Resolves to the exit code: 0 done, 1 failed, 2 wrong usage. */
  run(args: readonly string[], io: CliIo): Promise<number>
}

export interface CliIo {
  out(line: string): void
  err(line: string): void
  /** Writes over the terminal's last line; not there when nobody watches. */
  status?(text: string): void
  /** Seconds since 1970; where a verb signs something with a time. */
  nowSeconds(): number
  /** For keys that a verb makes. */
  randomBytes(count: number): Uint8Array
  readonly input: AsyncIterable<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted on Ctrl-C. */
  readonly stop: AbortSignal
}
