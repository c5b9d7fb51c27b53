import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Two serial ports joined by a cable: socat's pseudo-terminals, at paths that outlive an unplugging. */
export interface PtyPair {
  readonly tillEnd: string
  readonly terminalEnd: string
  plugIn(): Promise<void>
  unplug(): Promise<void>
}

export function createPtyPair(): PtyPair {
  const folder = mkdtempSync(join(tmpdir(), 'pty-pair-'))
  const tillEnd = join(folder, 'till')
  const terminalEnd = join(folder, 'terminal')
  let socat: ChildProcess | undefined
  return {
    tillEnd,
    terminalEnd,
    async plugIn() {
      socat = spawn('socat', [`pty,raw,echo=0,link=${tillEnd}`, `pty,raw,echo=0,link=${terminalEnd}`], { stdio: 'ignore' })
      for (let tries = 0; tries < 200 && !(existsSync(tillEnd) && existsSync(terminalEnd)); tries += 1) await sleep(10)
      if (!existsSync(tillEnd)) throw new Error('socat did not make its ports; is it installed?')
    },
    async unplug() {
      const ended = socat
      socat = undefined
      if (ended === undefined || ended.exitCode !== null) return
      await new Promise((resolve) => {
        ended.once('exit', resolve)
        ended.kill('SIGTERM')
      })
    },
  }
}
