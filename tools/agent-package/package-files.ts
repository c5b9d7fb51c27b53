import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineOf } from '../package/machine-of.ts'
import { nodeBinary } from '../package/node-binary.ts'
import type { Entry } from '../package/write-tar.ts'
import { bundle } from './bundle.ts'
import type { Platform } from './platforms.ts'

const FILES = join(import.meta.dirname, 'files')

/** What is the same on every platform. */
export interface Programs {
  readonly version: string
  readonly agent: Buffer
  readonly launcher: Buffer
}

/** `updateRoot` is the text of the chain's own `root.json`, by which the agent knows what comes from its owners. */
export async function buildPrograms(root: string, version: string, updateRoot?: string): Promise<Programs> {
  return {
    version,
    agent: Buffer.from(await bundle(root, 'apps/agent/src/main.ts', version, updateRoot)),
    launcher: Buffer.from(await bundle(root, 'apps/agent/src/launcher/main.ts', version, updateRoot)),
  }
}

/** One version's folder: Node, the agent, the serial add-on, and a list of what they must be. Throws where a binary is for another machine. */
export function versionFiles(root: string, platform: Platform, { version, agent }: Programs): Entry[] {
  const node = nodeBinary(root, platform)
  const addOn = readFileSync(join(root, 'node_modules/@serialport/bindings-cpp/prebuilds', platform.addOn))
  for (const [name, bytes] of [
    ['Node', node],
    ['the serial add-on', addOn],
  ] as const)
    if (machineOf(bytes) !== platform.machine) throw new Error(`${name} of ${platform.id} is built for ${machineOf(bytes)}`)
  const files: Entry[] = [
    { path: platform.machine === 'pe-x64' ? 'node.exe' : 'node', mode: 0o755, bytes: node },
    { path: 'agent.mjs', mode: 0o644, bytes: agent },
    { path: 'serialport.node', mode: 0o644, bytes: addOn },
    { path: 'version', mode: 0o644, bytes: Buffer.from(`${version}\n`) },
  ]
  const sha256 = Object.fromEntries(files.map(({ path, bytes = '' }) => [path, createHash('sha256').update(bytes).digest('hex')]))
  const manifest = Buffer.from(`${JSON.stringify({ version, platform: platform.id, sha256 }, null, 2)}\n`)
  return [...files, { path: 'manifest.json', mode: 0o644, bytes: manifest }]
}

/** A file of `files/`, e.g. a script that goes into the package as it is. */
export function ownFile(name: string, path: string, mode = 0o644): Entry {
  return { path, mode, bytes: readFileSync(join(FILES, name)) }
}

export function ownText(name: string): string {
  return readFileSync(join(FILES, name), 'utf8')
}

export function documents(root: string, under: string): Entry[] {
  return ['docs/guide/installing-agents.md', 'docs/guide/agent.md', 'apps/agent/agent.example.yaml'].map((file) => ({
    path: `${under}/${file.split('/').at(-1)}`,
    mode: 0o644,
    bytes: readFileSync(join(root, file)),
  }))
}
