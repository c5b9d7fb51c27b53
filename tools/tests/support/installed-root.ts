import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unitValues } from '../../package/unit-file.ts'
import { openCleanRoot } from './clean-root.ts'
import { openNotifyEar } from './notify-ear.ts'

/** A machine the `.deb` is installed on, and systemd's part played: starts the unit's command, hears its words, starts it again. */
export interface InstalledRoot {
  readonly folder: string
  readonly kind: 'chrootless' | 'debootstrap'
  dpkg(...args: string[]): string
  /** A verb of the installed command. */
  call(...args: string[]): Promise<{ code: number | null; out: string; err: string }>
  startService(): Promise<void>
  stopService(): Promise<void>
  killLauncher(): void
  /** What the service told the service manager, and what it logged. */
  told(): string
  log(): string
  /** The launcher was started so many times. */
  starts(): number
  close(): Promise<void>
}

const UNIT = 'usr/lib/systemd/system/counterfoil-agent.service'

/** In a clean Debian scripts and service run inside it, the service as its own user. */
export async function openRoot(clean: boolean): Promise<InstalledRoot> {
  const root = openCleanRoot(clean)
  const { folder } = root
  const inside = (path: string) => (clean ? path : `${folder}${path}`)
  const notify = join(folder, 'run/counterfoil-test-notify')
  let log = ''
  let starts = 0
  let wanted = false
  let service: ChildProcess | undefined
  const ear = await openNotifyEar(notify)

  const unit = () => readFileSync(join(folder, UNIT), 'utf8')
  const enter = (command: readonly string[]): [string, string[]] => {
    if (!clean) return [command[0] ?? '', command.slice(1)]
    return ['chroot', ['--userspec=counterfoil-agent:counterfoil-agent', '--groups=dialout', folder, ...command]]
  }
  const environment = () => ({
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    ...Object.fromEntries(
      unitValues(unit(), 'Environment').map((line) => {
        const [name = '', value = ''] = line.split('=')
        return [name, inside(value)]
      }),
    ),
  })

  function launch(): void {
    starts += 1
    const command = (unitValues(unit(), 'ExecStart')[0] ?? '')
      .split(' ')
      .map((word) => (word.startsWith('/') ? inside(word) : word))
    const [program, args] = enter(command)
    const socket = clean ? '/run/counterfoil-test-notify' : notify
    const child = spawn(program, args, {
      env: { ...environment(), NOTIFY_SOCKET: socket, WATCHDOG_USEC: '3000000' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    service = child
    child.stderr.on('data', (words: Buffer) => {
      log += words.toString()
    })
    child.on('exit', () => wanted && service === child && launch())
  }

  async function stopService(): Promise<void> {
    wanted = false
    const child = service
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    await new Promise((resolve) => {
      child.once('exit', resolve)
      child.kill('SIGTERM')
    })
  }

  return {
    folder,
    kind: clean ? 'debootstrap' : 'chrootless',
    dpkg: root.dpkg,
    call(...args) {
      const [program, all] = enter([inside('/usr/bin/counterfoil-agent'), ...args])
      return runVerb(program, all, environment())
    },
    async startService() {
      wanted = true
      launch()
    },
    stopService,
    killLauncher: () => service?.kill('SIGKILL'),
    told: ear.told,
    log: () => log,
    starts: () => starts,
    async close() {
      await stopService()
      ear.close()
      root.close()
    },
  }
}

function runVerb(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (words: Buffer) => {
      out += words.toString()
    })
    child.stderr.on('data', (words: Buffer) => {
      err += words.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}
