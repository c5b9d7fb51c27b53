import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unitValues } from '../../package/unit-file.ts'

/** systemd's part for one unit below a folder that stands for `/`: its settings, its credentials, its command. */
export interface PlayedUnit {
  readonly process: ChildProcess
  output(): string
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>
  stop(): Promise<number | null>
}

export interface UnitPlace {
  readonly root: string
  /** Inside the root, as the unit's account; else from outside, with the unit's paths moved below the root. */
  readonly chroot: boolean
  readonly env: Readonly<Record<string, string>>
}

const OWN_PATHS = /(?<![\w.])\/(?=(?:usr\/lib|etc|run|var\/lib|var\/cache)\/)/g

export function playUnit(place: UnitPlace, name: string): PlayedUnit {
  const { root, chroot } = place
  const text = readFileSync(join(root, unitFile(root), name), 'utf8')
  const inside = (words: string) => (chroot ? words : words.replaceAll(OWN_PATHS, `${root}/`))
  const [user = 'root'] = unitValues(text, 'User')
  const [group = user] = unitValues(text, 'Group')
  for (const setting of ['StateDirectory', 'CacheDirectory', 'RuntimeDirectory'])
    for (const folder of unitValues(text, setting).flatMap((value) => value.split(' ')))
      makeFolder(place, join(FOLDERS[setting] ?? '', folder), `${user}:${group}`, unitValues(text, `${setting}Mode`)[0])
  for (const credential of unitValues(text, 'LoadCredential')) {
    const [id = '', from = ''] = credential.split(':')
    const to = join('run/credentials', name, id)
    makeFolder(place, dirname(to), `${user}:${group}`, '0700')
    cpSync(join(root, from), join(root, to))
    giveTo(place, to, `${user}:${group}`)
  }
  const [command = ''] = unitValues(text, 'ExecStart')
  const words = inside(command).split(' ')
  const [program = '', ...args] = chroot ? ['chroot', `--userspec=${user}:${group}`, root, ...words] : words
  const told = { ...folders(text, inside), ...settings(place, text, inside), ...place.env }
  const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', ...told }
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      said += part.toString()
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    return ended
  }
  return { process: child, output: () => said, ended, stop }
}

const FOLDERS: Readonly<Record<string, string>> = {
  StateDirectory: 'var/lib',
  CacheDirectory: 'var/cache',
  RuntimeDirectory: 'run',
}

const unitFile = (root: string) =>
  existsSync(join(root, 'usr/lib/systemd/system/counterfoil.target')) ? 'usr/lib/systemd/system' : 'etc/systemd/system'

function makeFolder(place: UnitPlace, folder: string, owner: string, mode = '0755'): void {
  mkdirSync(join(place.root, folder), { recursive: true })
  chmodSync(join(place.root, folder), Number.parseInt(mode, 8))
  giveTo(place, folder, owner)
}

/** The accounts are those of the system below the root. */
function giveTo({ root, chroot }: UnitPlace, path: string, owner: string): void {
  if (!chroot) return
  const done = spawnSync('chroot', [root, 'chown', owner, `/${path}`], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
}

/** `RUNTIME_DIRECTORY` and its kind, as systemd tells them. */
function folders(text: string, inside: (words: string) => string): Record<string, string> {
  const all = Object.entries(FOLDERS).flatMap(([setting, under]) => {
    const named = unitValues(text, setting).flatMap((value) => value.split(' '))
    const variable = setting.replace('Directory', '_DIRECTORY').toUpperCase()
    return named.length === 0 ? [] : [[variable, named.map((name) => inside(`/${under}/${name}`)).join(':')]]
  })
  return Object.fromEntries(all)
}

function settings({ root }: UnitPlace, text: string, inside: (words: string) => string): Record<string, string> {
  const own = unitValues(text, 'Environment').map((line) => inside(line))
  const files = unitValues(text, 'EnvironmentFile').flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'))
  const lines = [...own, ...files].filter((line) => /^\w+=/.test(line))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).replace(/^"(.*)"$/, '$1')]),
  )
}
