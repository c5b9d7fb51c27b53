import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { tryFileLock } from '../embedded/folder-lock.ts'
import { startEmbeddedPostgres, stopEmbeddedPostgres, throwawaySettings } from '../embedded/index.ts'
import { countUsers } from './count-users.ts'
import { testServerUrl } from './env.ts'
import { quickestFolder } from './quickest-folder.ts'

/**
 * The owner's URL of the server tests make their databases in: that of DATABASE_URL, else one of our own, started by
 * the first test that needs it, shared by all, and ended by its keeper a minute after the last. A process looks for it once, which
 * starts programs, and `again` when it was gone: then it is started anew.
 */
export function openTestServer({ again = false }: { readonly again?: boolean } = {}): Promise<string> {
  const given = testServerUrl()
  if (given) return Promise.resolve(given)
  if (found === undefined || again) {
    const finding = findServer()
    found = finding
    finding.catch(() => {
      if (found === finding) found = undefined
    })
  }
  return found
}

let found: Promise<string> | undefined

async function findServer(): Promise<string> {
  const folder = await testServerFolder()
  const dataDir = join(folder, 'postgres')
  const start = () => startEmbeddedPostgres({ dataDir, settings: throwawaySettings })
  const server = await start().catch(async () => {
    // It flushes nothing, so a power cut may have spoiled it; nobody misses what it held.
    await rm(dataDir, { recursive: true, force: true })
    return start()
  })
  ensureKeeper(folder)
  return server.url
}

/** Ends our own test server at once if nobody uses it, e.g. after the last test of a run. */
export async function stopTestServer(): Promise<void> {
  if (!testServerUrl()) await stopIdleServer(await testServerFolder())
}

/** Stops the server in this folder unless somebody is connected. Returns whether it is stopped. */
export async function stopIdleServer(folder: string): Promise<boolean> {
  const dataDir = join(folder, 'postgres')
  return stopEmbeddedPostgres({ dataDir, unless: async (port) => ((await countUsers(dataDir, port)) ?? 0) > 0 })
}

/** One folder for each user and checkout. */
async function testServerFolder(): Promise<string> {
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const folder = join(await quickestFolder(), `counterfoil-test-${userInfo().username}-${checkout}`)
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const { uid } = await lstat(folder)
  if (process.getuid && uid !== process.getuid()) {
    throw new Error(`${folder} belongs to another user (${uid}). Remove it, or set DATABASE_URL to a server to test against.`)
  }
  return folder
}

function ensureKeeper(folder: string): void {
  const release = tryFileLock(join(folder, 'keeper.lock'))
  if (!release) return
  release()
  const args = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'keep-test-server.main.ts'), folder]
  spawn(process.execPath, args, { detached: true, stdio: 'ignore', cwd: '/' }).unref()
}
