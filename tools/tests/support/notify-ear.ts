import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** systemd's ear: what services say to the service manager through `NOTIFY_SOCKET`. */
export interface NotifyEar {
  told(): string
  close(): void
}

/** Anybody may speak, as the services are accounts of their own. */
export async function openNotifyEar(socket: string): Promise<NotifyEar> {
  mkdirSync(dirname(socket), { recursive: true })
  let told = ''
  const ear = spawn('socat', ['-u', `UNIX-RECV:${socket},mode=666`, '-'], { stdio: ['ignore', 'pipe', 'inherit'] })
  ear.stdout.on('data', (words: Buffer) => {
    told += `${words.toString()}\n`
  })
  while (!existsSync(socket)) {
    if (ear.exitCode !== null) throw new Error('socat does not listen: is it installed?')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { told: () => told, close: () => ear.kill('SIGKILL') }
}
