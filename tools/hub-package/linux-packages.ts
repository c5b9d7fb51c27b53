import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inFolder } from '../package/in-folder.ts'
import { writeDeb } from '../package/write-deb.ts'
import { type Entry, writeTar } from '../package/write-tar.ts'

const FILES = join(import.meta.dirname, 'files')
const ownText = (name: string) => readFileSync(join(FILES, name), 'utf8')
const ownFile = (name: string, mode = 0o644): Entry => ({ path: name, mode, bytes: readFileSync(join(FILES, name)) })
const units = (): Entry[] =>
  readdirSync(FILES)
    .filter((name) => /\.(service|target)$/.test(name))
    .map((name) => ownFile(name))

/** What lies in `/usr/lib/counterfoil`. */
const libFiles = (version: readonly Entry[]): Entry[] => [
  ...inFolder('package', version),
  ownFile('setup.sh', 0o755),
  ownFile('counterfoil', 0o755),
  ownFile('counterfoil.env', 0o600),
]

const DOCUMENTS = [
  'README.md',
  ...['installing-hub', 'network', 'keys', 'backup', 'upgrades'].map((name) => `docs/guide/${name}.md`),
]
const repositoryFile = (root: string, path: string): Entry => ({
  path: path.split('/').at(-1) ?? path,
  mode: 0o644,
  bytes: readFileSync(join(root, path)),
})
const documents = (root: string) => DOCUMENTS.map((path) => repositoryFile(root, path))
const caddyfile = (root: string) => repositoryFile(root, 'deploy/Caddyfile')

export function hubArchive(root: string, name: string, version: readonly Entry[], level: number): Buffer {
  const entries = [
    ...inFolder('lib', libFiles(version)),
    ...inFolder('doc', documents(root)),
    ...inFolder('units', units()),
    caddyfile(root),
    ownFile('install.sh', 0o755),
    ownFile('uninstall.sh', 0o755),
  ]
  return gzipSync(writeTar(inFolder(name, entries)), { level })
}

export function hubDebianPackage(
  root: string,
  about: { readonly version: string; readonly architecture: string },
  version: readonly Entry[],
  level: number,
): Buffer {
  const files: Entry[] = [
    ...inFolder('usr/lib/counterfoil', libFiles(version)),
    ...inFolder('usr/share/doc/counterfoil', documents(root)),
    ...inFolder('usr/share/counterfoil', [caddyfile(root)]),
    ...inFolder('usr/lib/systemd/system', units()),
    { path: 'usr/bin/counterfoil', mode: 0o777, linkTo: '../lib/counterfoil/counterfoil' },
  ]
  const bytes = files.reduce((sum, file) => sum + (file.bytes?.length ?? 0), 0)
  const scripts = {
    postinst: ownText('postinst'),
    prerm: ownText('prerm'),
    postrm: ownText('postrm') + ownText('setup.sh').replace(/^#!.*\n/, ''),
  }
  return writeDeb({ control: control(about, Math.ceil(bytes / 1024)), scripts, files, level })
}

function control(
  { version, architecture }: { readonly version: string; readonly architecture: string },
  kilobytes: number,
): string {
  return `Package: counterfoil
Version: ${version}
Architecture: ${architecture}
Maintainer: Counterfoil <counterfoil@example.invalid>
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.28), libstdc++6, passwd, systemd (>= 247)
Suggests: caddy
Section: misc
Priority: optional
Description: Counterfoil hub and dashboard
 Takes in what the agents of the stores record, keeps the audit record, and
 shows sales, money and devices to people. Brings a PostgreSQL of its own.
`
}
