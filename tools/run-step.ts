import { spawn } from 'node:child_process'

export interface StepResult {
  readonly name: string
  readonly passed: boolean
  readonly output: string
  readonly seconds: number
}

/** Runs one command and keeps what it printed; `mono` gives milliseconds, `end` asks the command to stop. */
export function runStep(
  name: string,
  command: string,
  args: readonly string[],
  mono: () => number,
  end?: AbortSignal,
): Promise<StepResult> {
  const started = mono()
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      env: {
        ...process.env,
        FORCE_COLOR: undefined,
        NO_COLOR: '1',
        CI: process.env.CI ?? '',
        TURBO_TELEMETRY_DISABLED: '1',
        NEXT_TELEMETRY_DISABLED: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => parts.push(part))
    const ask = () => child.kill('SIGTERM')
    end?.addEventListener('abort', ask)
    const settle = (passed: boolean, extra = '') => {
      end?.removeEventListener('abort', ask)
      resolve({ name, passed, output: Buffer.concat(parts).toString() + extra, seconds: (mono() - started) / 1000 })
    }
    child.on('error', (error) => settle(false, String(error)))
    child.on('close', (code) => settle(code === 0))
  })
}
