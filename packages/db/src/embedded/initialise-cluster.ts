import { spawn } from 'node:child_process'
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { binary } from './find-binaries.ts'
import type { ServiceUser } from './service-user.ts'

export interface InitialiseOptions {
  readonly cluster: string
  readonly binaries: string
  readonly user: ServiceUser | undefined
  readonly password: string
  readonly flush: boolean
}

/** Makes the cluster unless it is there. It appears by one rename, so that a half-made one is never taken for whole. */
export async function initialiseCluster({ cluster, binaries, user, password, flush }: InitialiseOptions): Promise<boolean> {
  if (await stat(join(cluster, 'PG_VERSION')).catch(() => undefined)) return false
  const unfinished = `${cluster}.unfinished`
  const passwordFile = `${cluster}.password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
  if (user) {
    await chown(unfinished, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  try {
    await run(binary(binaries, 'initdb'), user, [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of text on every machine, whatever its own locale is.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(flush ? [] : ['--no-sync']),
    ])
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(unfinished, cluster)
  return true
}

function run(command: string, user: ServiceUser | undefined, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const child = spawn(command, args, {
      ...(user ?? {}),
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`initdb failed, so there is no database to start:\n${said.trim()}`))
    })
  })
}

/** Nothing of ours leaks into the server: no DATABASE_URL, no PG* variables, no language. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const environment: Record<string, string> =
    process.platform === 'win32' ? { SystemRoot: 'C:\\Windows', TZ: 'UTC' } : { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  // Next's types, seen from the dashboard, demand a NODE_ENV of every process.
  return environment as NodeJS.ProcessEnv
}
