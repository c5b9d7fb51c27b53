import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs outside npm that the tests use, and the Debian package that brings each. */
const NEEDED = [
  {
    package: 'chromium',
    what: 'the Chromium browser',
    present: () => onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome'),
  },
  { package: 'openssl', what: 'openssl, for certificates that are wrong in every way', present: () => onPath('openssl') },
  { package: 'python3', what: 'Python, for a ZIP reader that is not ours', present: () => onPath('python3') },
  { package: 'redis-server', what: 'a Redis server, for several hubs', present: () => onPath('redis-server') },
  { package: 'socat', what: 'socat, for pairs of pseudo terminals', present: () => onPath('socat') },
  { package: 'fonts-noto-cjk', what: 'a font with Chinese characters', present: hasChineseFont },
] as const

/** Installs with apt what is missing when it may; else throws one sentence that says what to install. */
export function ensureSystemPackages(log: (line: string) => void): void {
  const missing = NEEDED.filter((needed) => !needed.present())
  if (missing.length === 0) return
  const names = missing.map((needed) => needed.package)
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    throw new Error(
      `The tests need ${missing.map((needed) => needed.what).join(', ')}: install ${names.join(' ')} with your package manager.`,
    )
  }
  log(`Installing ${names.join(', ')} with apt …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...names],
  ]) {
    const done = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`)
  }
}

/** Path of the system's Chromium. */
export function findChromium(): string {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const path = pathOf(name)
    if (path) return path
  }
  throw new Error('No Chromium found: install the package chromium.')
}

function onPath(program: string): boolean {
  return pathOf(program) !== undefined
}

function pathOf(program: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not in this folder
    }
  }
  return undefined
}

function hasChineseFont(): boolean {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return listed.status === 0 && listed.stdout.trim() !== ''
}
