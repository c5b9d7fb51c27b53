import { writeZip } from '@counterfoil/services/zip'
import { inFolder } from '../package/in-folder.ts'
import type { Entry } from '../package/write-tar.ts'
import { documents, ownFile, type Programs } from './package-files.ts'

const OWN = ['install.ps1', 'uninstall.ps1', 'ServiceHost.cs', 'counterfoil-agent.cmd', 'agent.yaml']

export async function windowsZip(root: string, version: readonly Entry[], programs: Programs): Promise<Buffer> {
  const entries = inFolder(`counterfoil-agent-${programs.version}-win-x64`, [
    ...inFolder('package', version),
    { path: 'launcher/launcher.mjs', mode: 0o644, bytes: programs.launcher },
    ...documents(root, 'doc'),
    ...OWN.map((name) => windowsLines(ownFile(`windows/${name}`, name))),
  ])
  const parts: Buffer[] = []
  for await (const part of writeZip(asFiles(entries))) parts.push(part)
  return Buffer.concat(parts)
}

async function* asFiles(entries: readonly Entry[]) {
  for (const { path, bytes = Buffer.alloc(0) } of entries) yield { name: path, content: pieces(bytes) }
}

async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20))
}

/** cmd.exe misreads labels and blocks in files with Unix line ends. */
function windowsLines(entry: Entry): Entry {
  return { ...entry, bytes: Buffer.from(String(entry.bytes).replaceAll(/\r?\n/g, '\r\n')) }
}
