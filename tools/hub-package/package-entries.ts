import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { lockedPackage } from '../package/locked-package.ts'
import { machineOf } from '../package/machine-of.ts'
import { readTgz } from '../package/read-tar.ts'
import type { Entry } from '../package/write-tar.ts'
import type { FullLockEntry } from './needed-packages.ts'
import type { HubPlatform } from './platforms.ts'

/** Of every package: what a running program does not read. */
const NEVER =
  /\.(map|md|markdown|d\.ts|d\.mts|d\.cts|flow|tsbuildinfo)$|(^|\/)(test|tests|__tests__|docs|examples?)\/|\.(bat|ps1)$/
/** Of the largest ones: other databases, other bundlers, development. What is left is started by a test. */
const NOT_OF: readonly (readonly [RegExp, RegExp])[] = [
  [/\/@prisma\/client$/, /^runtime\/(?!client\.|query_compiler_fast_bg\.postgresql\.)/],
  [
    /\/next$/,
    /^dist\/(esm|docs|next-devtools|bundle-analyzer)\/|\.dev\.js$|^dist\/compiled\/(webpack|react-dom-experimental|react-experimental|react-server-dom-.*experimental|react-server-dom-webpack)\//,
  ],
  [/\/@serialport\/bindings-cpp$/, /^(src|build|prebuilds\/(?!linux-(x64|arm64)\/.*glibc))/],
  [/\/cpu-features$/, /./],
]

/** The files of one installed package; of one for another machine, out of npm's archive. */
export function packageEntries(root: string, place: string, entry: FullLockEntry): Entry[] {
  const [, unwanted] = NOT_OF.find(([name]) => name.test(place)) ?? []
  const wanted = (path: string) => !NEVER.test(path) && unwanted?.test(path) !== true
  const folder = join(root, place)
  const files = existsSync(folder) ? installed(folder) : packed(root, place, entry)
  return [...files.filter(({ path }) => wanted(path)), ...libraryLinks(files)].map((file) => ({
    ...file,
    path: `${place}/${file.path}`,
  }))
}

function installed(folder: string, under = ''): Entry[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((each): Entry[] => {
    const path = under === '' ? each.name : `${under}/${each.name}`
    if (each.name === 'node_modules') return []
    if (each.isDirectory()) return installed(folder, path)
    if (!each.isFile()) return []
    const full = join(folder, path)
    return [{ path, mode: modeOf(statSync(full).mode), bytes: readFileSync(full) }]
  })
}

function packed(root: string, place: string, entry: FullLockEntry): Entry[] {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return [...readTgz(lockedPackage(root, name, entry))].map(({ path, mode, bytes }) => ({
    path: path.slice(path.indexOf('/') + 1),
    mode: modeOf(mode),
    bytes,
  }))
}

const modeOf = (mode: number) => ((mode & 0o111) === 0 ? 0o644 : 0o755)

/** npm's archives hold no links; PostgreSQL's libraries need theirs, and an installed package cannot make them itself. */
function libraryLinks(files: readonly Entry[]): Entry[] {
  const list = files.find(({ path }) => path === 'native/pg-symlinks.json')
  if (list === undefined) return []
  const links = JSON.parse(String(list.bytes)) as readonly { readonly source: string; readonly target: string }[]
  return links.map(({ source, target }) => ({ path: target, mode: 0o777, linkTo: source.split('/').at(-1) ?? source }))
}

/** Throws where a program or library is built for another machine. */
export function assertMachine(entries: readonly Entry[], platform: HubPlatform): void {
  for (const { path, bytes } of entries) {
    if (bytes === undefined || path.startsWith('node_modules/@serialport/')) continue
    const machine = machineOf(bytes)
    if (machine !== undefined && machine !== platform.machine)
      throw new Error(`${path} is built for ${machine}, and this package is for ${platform.id}`)
  }
}

/** A link of the build, as it stands. */
export const linkEntry = (folder: string, path: string): Entry => ({
  path,
  mode: 0o777,
  linkTo: readlinkSync(join(folder, path)),
})
