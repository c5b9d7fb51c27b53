import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export interface LockEntry {
  readonly version: string
  readonly integrity?: string
}

/** The packed archive of a package as npm has it: of the lock's exact version, checked against the lock's hash. */
export function lockedPackage(root: string, name: string, { version, integrity }: LockEntry): Buffer {
  if (integrity === undefined) throw new Error(`package-lock.json has no hash of ${name}`)
  const cache = join(root, 'node_modules/.cache/node-platforms')
  const file = join(cache, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  mkdirSync(cache, { recursive: true })
  if (!existsSync(file)) {
    const spec = `${name}@${version}`
    const packed = spawnSync('npm', ['pack', spec, '--silent', '--pack-destination', cache], { cwd: cache, encoding: 'utf8' })
    if (packed.status !== 0) throw new Error(`npm pack ${spec} failed: ${packed.stderr || String(packed.error)}`)
  }
  const tgz = readFileSync(file)
  if (!integrity.split(' ').includes(`sha512-${createHash('sha512').update(tgz).digest('base64')}`)) {
    rmSync(file)
    throw new Error(`${name} ${version} is not what package-lock.json says: it was not used, and removed`)
  }
  return tgz
}

/** Every package of the lock by its place, e.g. `node_modules/zod`. */
export function readLock<Entry extends LockEntry>(root: string): Readonly<Record<string, Entry>> {
  return (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }).packages
}
