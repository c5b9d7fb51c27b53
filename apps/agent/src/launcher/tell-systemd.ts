import { spawn } from 'node:child_process'
import type { Clock, Timer } from '@counterfoil/terminals'

/**
 * The words of systemd's readiness protocol. Node cannot send on a Unix datagram socket, so systemd's own `systemd-notify` does;
 * the unit lets every process of the service speak (`NotifyAccess=all`). Where nobody listens nothing is said.
 */
export function openSystemd(env: NodeJS.ProcessEnv, clock: Clock): { ready(): void; status(line: string): void; stop(): void } {
  const listens = env.NOTIFY_SOCKET !== undefined && env.NOTIFY_SOCKET !== ''
  const watchdogMs = Number(env.WATCHDOG_USEC ?? 0) / 1_000
  let timer: Timer | undefined
  let told = ''

  function say(...words: string[]): void {
    if (!listens) return
    const child = spawn('systemd-notify', words, { stdio: 'ignore', env })
    // Without the program systemd's own time limit ends the service, and its journal says so.
    child.on('error', () => {})
  }

  function beat(): void {
    timer = clock.startTimer(watchdogMs / 3, beat)
    say('WATCHDOG=1')
  }

  return {
    ready() {
      say('--ready')
      if (listens && watchdogMs > 0) beat()
    },
    status(line) {
      if (line === told) return
      told = line
      say(`--status=${line}`)
    },
    stop() {
      timer?.cancel()
      say('STOPPING=1')
    },
  }
}
