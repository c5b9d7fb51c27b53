import { spawn } from 'node:child_process'

/** Runs a command with its output passed through; resolves to its exit code (1 when a signal ended it). */
export function runStreaming(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        FORCE_COLOR: undefined,
        NO_COLOR: '1',
        TURBO_TELEMETRY_DISABLED: '1',
        NEXT_TELEMETRY_DISABLED: '1',
        ...env,
      },
    })
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      resolve(1)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}
