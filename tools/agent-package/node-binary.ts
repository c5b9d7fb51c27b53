import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Platform } from './platforms.ts'
import { readFromTgz } from './read-tar.ts'

interface LockEntry {
  readonly version: string
  readonly integrity: string
}

/**
 * The official Node of a platform: of the lock's exact version, checked against the lock's hash. Always out of the packed
 * archive, also for this machine: an installed binary has no hash to be held against.
 */
export function nodeBinary(root: string, platform: Platform): Buffer {
  const { version, integrity } = lockEntry(root, platform.nodePackage)
  const cache = join(root, 'node_modules/.cache/node-platforms')
  const file = join(cache, `${platform.nodePackage}-${version}.tgz`)
  mkdirSync(cache, { recursive: true })
  if (!existsSync(file)) {
    const spec = `${platform.nodePackage}@${version}`
    const packed = spawnSync('npm', ['pack', spec, '--silent', '--pack-destination', cache], { cwd: cache, encoding: 'utf8' })
    if (packed.status !== 0) throw new Error(`npm pack ${spec} failed: ${packed.stderr || String(packed.error)}`)
  }
  const tgz = readFileSync(file)
  if (!integrity.split(' ').includes(`sha512-${createHash('sha512').update(tgz).digest('base64')}`)) {
    rmSync(file)
    throw new Error(`${platform.nodePackage} ${version} is not what package-lock.json says: it was not used, and removed`)
  }
  return readFromTgz(tgz, `package/${platform.nodeBinary}`)
}

function lockEntry(root: string, name: string): LockEntry {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> }
  const entry = lock.packages[`node_modules/${name}`]
  if (entry?.integrity === undefined) throw new Error(`package-lock.json has no ${name}`)
  return entry
}
