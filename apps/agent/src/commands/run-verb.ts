import { execFile } from 'node:child_process'

const MOST_OUTPUT_BYTES = 8 * 1024 * 1024

export interface VerbResult {
  /** Null when it was ended from outside. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/**
 * Runs a verb of this very program as a process of its own: a running agent's file locks do not outlive a second look at the same file
 * in the same process (POSIX lets them go with the first handle that is closed).
 */
export function runVerb(args: readonly string[], timeoutMs: number): Promise<VerbResult> {
  const [, program = ''] = process.argv
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, maxBuffer: MOST_OUTPUT_BYTES, windowsHide: true }
    execFile(process.execPath, [...process.execArgv, program, ...args], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ code, out, err })
    })
  })
}
