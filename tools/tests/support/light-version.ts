import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PLATFORMS } from '../../agent-package/platforms.ts'
import type { Entry } from '../../package/write-tar.ts'
import { ROOT } from '../../stack/root.ts'

export const HERE = `${process.platform}-${process.arch}` as 'linux-x64' | 'linux-arm64'

/** A version's folder as the packages have it, but for Node: a line that starts the one that runs here. */
export function lightVersion(version: string, agent: string): Entry[] {
  const addOn = PLATFORMS.find(({ id }) => id === HERE)?.addOn ?? ''
  const files: Entry[] = [
    { path: 'node', mode: 0o755, bytes: Buffer.from(`#!/bin/sh\nexec ${process.execPath} "$@"\n`) },
    { path: 'agent.mjs', mode: 0o644, bytes: Buffer.from(agent) },
    {
      path: 'serialport.node',
      mode: 0o644,
      bytes: readFileSync(join(ROOT, 'node_modules/@serialport/bindings-cpp/prebuilds', addOn)),
    },
    { path: 'version', mode: 0o644, bytes: Buffer.from(`${version}\n`) },
  ]
  const sha256 = Object.fromEntries(files.map(({ path, bytes = '' }) => [path, createHash('sha256').update(bytes).digest('hex')]))
  const manifest = Buffer.from(`${JSON.stringify({ version, platform: HERE, sha256 })}\n`)
  return [...files, { path: 'manifest.json', mode: 0o644, bytes: manifest }]
}

/** The program's folder as an installation by hand leaves it. */
export function installByHand(lib: string, version: string, files: readonly Entry[], launcher: string): void {
  const folder = join(lib, 'versions', version)
  mkdirSync(folder, { recursive: true })
  mkdirSync(join(lib, 'launcher'), { recursive: true })
  for (const { path, mode, bytes = '' } of files) writeFileSync(join(folder, path), bytes, { mode })
  writeFileSync(join(lib, 'launcher/launcher.mjs'), launcher)
  writeFileSync(join(lib, 'wanted'), `${version} by-hand\n`)
}
