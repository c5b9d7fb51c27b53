import { spawn } from 'node:child_process'

/** Says it to systemd where there is one; Node has no Unix datagram sockets, so systemd's own program does. */
export function tellSystemd(word: '--ready' | 'WATCHDOG=1'): void {
  if (!process.env.NOTIFY_SOCKET) return
  const child = spawn('systemd-notify', [word], { stdio: 'ignore' })
  // Without the program systemd's own time limit ends the service, and its journal says so.
  child.on('error', () => {})
}
