import { createInterface } from 'node:readline'
import type { CliIo } from './verb.ts'

/** The process's own streams; a pipe that was closed, or Ctrl-C, aborts `stop`. */
export function createProcessIo({ nowSeconds, randomBytes }: Pick<CliIo, 'nowSeconds' | 'randomBytes'>): CliIo {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') stop.abort()
    else throw error
  })
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY && { status: (text: string) => process.stderr.write(`\r\u001b[K${text}`) }),
    get input() {
      return linesOf(process.stdin)
    },
    nowSeconds,
    randomBytes,
    env: process.env,
    stop: stop.signal,
  }
}

/** Opens it with the first line that is wanted, and lets go of it after the last: an open one keeps the process alive. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  try {
    yield* lines
  } finally {
    lines.close()
  }
}
