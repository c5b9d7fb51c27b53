import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

/**
 * With a clean Debian (`debootstrap`) where asked, scripts and service run inside it, the service as its own user; else maintainer
 * scripts run from outside over an empty root (dpkg's own `--force-script-chrootless`), which needs no download.
 */
export async function openRoot(clean: boolean): Promise<InstalledRoot> {
  const folder = clean ? debootstrap() : emptyRoot()
  const inside = (path: string) => (clean ? path : `${folder}${path}`)
  const notify = join(folder, 'run/counterfoil-test-notify')
  mkdirSync(join(folder, 'run'), { recursive: true })
  let told = ''
  let log = ''
  let starts = 0
  let wanted = false
  let service: ChildProcess | undefined
  const ear = spawn('socat', ['-u', `UNIX-RECV:${notify},mode=666`, '-'], { stdio: ['ignore', 'pipe', 'inherit'] })
  ear.stdout.on('data', (words: Buffer) => {
    told += `${words.toString()}\n`
  })
  while (!existsSync(notify)) await new Promise((resolve) => setTimeout(resolve, 10))

  const enter = (command: readonly string[]): [string, string[]] => {
    if (!clean) return [command[0] ?? '', command.slice(1)]
    return ['chroot', ['--userspec=counterfoil-agent:counterfoil-agent', '--groups=dialout', folder, ...command]]
  }
  const environment = () => ({
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    ...Object.fromEntries(
      unitLines(folder, 'Environment').map((line) => {
        const [name = '', value = ''] = line.split('=')
        return [name, inside(value)]
      }),
    ),
  })

  function launch(): void {
    starts += 1
    const command = (unitLines(folder, 'ExecStart')[0] ?? '')
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
    dpkg(...args) {
      const how = clean
        ? [`--root=${folder}`]
        : [`--root=${folder}`, '--force-script-chrootless', '--force-depends', '--log=/dev/null']
      const done = spawnSync('dpkg', [...how, ...args], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } })
      if (done.status !== 0) throw new Error(`dpkg ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`)
      return `${done.stdout}${done.stderr}`
    },
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
    told: () => told,
    log: () => log,
    starts: () => starts,
    async close() {
      await stopService()
      ear.kill('SIGKILL')
      if (clean) spawnSync('umount', [join(folder, 'dev')])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function unitLines(folder: string, name: string): string[] {
  const lines = readFileSync(join(folder, UNIT), 'utf8').split('\n')
  return lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1))
}

function emptyRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agent-root-'))
  chmodSync(folder, 0o755)
  for (const made of ['etc', 'usr', 'var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers'])
    mkdirSync(join(folder, made), { recursive: true })
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\ndialout:x:20:\n')
  for (const file of ['var/lib/dpkg/status', 'var/lib/dpkg/available', 'etc/shadow', 'etc/gshadow'])
    writeFileSync(join(folder, file), '')
  return folder
}

function debootstrap(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agent-debian-'))
  chmodSync(folder, 0o755)
  const done = spawnSync('debootstrap', ['--variant=minbase', '--include=systemd,libstdc++6,passwd', 'bookworm', folder], {
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(`debootstrap failed: ${done.error?.message ?? `${done.stdout}${done.stderr}`}`)
  const mounted = spawnSync('mount', ['--rbind', '/dev', join(folder, 'dev')], { encoding: 'utf8' })
  if (mounted.status !== 0) throw new Error(`/dev could not be shown to the clean root: ${mounted.stderr}`)
  spawnSync('mount', ['--make-rslave', join(folder, 'dev')])
  return folder
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
