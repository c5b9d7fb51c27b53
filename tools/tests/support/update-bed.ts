import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigningKey, makeRoot, openRepositoryFolder, type RepositoryFolder } from '@counterfoil/updates/repository'
import { bundle } from '../../agent-package/bundle.ts'
import { ROOT } from '../../stack/root.ts'
import { type PackedVersion, packVersion } from '../../update-repository/pack-version.ts'
import { HERE, lightVersion } from './light-version.ts'

const DAY_MS = 86_400_000

/** The chain's own keys and the folder a hub gives versions from, in a place of their own. */
export interface UpdateBed {
  readonly folder: string
  readonly repositoryFolder: string
  readonly repository: RepositoryFolder
  readonly root: string
  readonly online: ReturnType<typeof createSigningKey>
  readonly launcher: string
  /** The agent's bundle as this version; `fault` changes its code. */
  agent(version: string, fault?: (code: string) => string): Promise<string>
  /** Signs a version with this bundle and puts it where agents find it. */
  release(version: string, agent: string): PackedVersion
  end(): void
}

export async function openUpdateBed(): Promise<UpdateBed> {
  const folder = mkdtempSync(join(tmpdir(), 'update-bed-'))
  const repositoryFolder = join(folder, 'repository')
  const repository = openRepositoryFolder(repositoryFolder)
  const [rootKey, targets, online] = [createSigningKey(), createSigningKey(), createSigningKey()]
  const roles = { root: { keys: [rootKey], threshold: 1 }, targets: { keys: [targets], threshold: 1 }, online }
  const root = makeRoot({ version: 1, expires: new Date(Date.now() + 365 * DAY_MS), roles })
  repository.putRoot(root)
  const bundled = await bundle(ROOT, 'apps/agent/src/main.ts', '@VERSION@', root)
  return {
    folder,
    repositoryFolder,
    repository,
    root,
    online,
    launcher: await bundle(ROOT, 'apps/agent/src/launcher/main.ts', '0.1.0', root),
    async agent(version, fault = (code) => code) {
      const made = fault(bundled.replaceAll('@VERSION@', version))
      return made
    },
    release(version, agent) {
      const packed = packVersion(lightVersion(version, agent), version, HERE, folder, 1)
      repository.add([packed], [targets], new Date())
      repository.renew(online, new Date())
      return packed
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface FileServer {
  readonly url: string
  /** Files asked for, with the range. */
  readonly asked: string[]
  /** Answers instead of the folder; false leaves it to the folder. */
  instead: (name: string, response: ServerResponse) => boolean
  close(): void
}

/** Gives a repository's files as a hub does. */
export async function serveUpdates(repositoryFolder: string): Promise<FileServer> {
  const files: FileServer = { url: '', asked: [], instead: () => false, close: () => server.close().closeAllConnections() }
  const server = createServer((request, response) => {
    const name = (request.url ?? '').replace('/v1/updates/', '')
    files.asked.push(`${name} ${request.headers.range ?? ''}`.trim())
    if (files.instead(name, response)) return
    try {
      const bytes = readFileSync(join(repositoryFolder, name))
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from })
      response.end(bytes.subarray(from))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(files, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
