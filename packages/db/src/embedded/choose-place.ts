import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './find-binaries.ts'
import { linkLibraries } from './link-libraries.ts'
import type { ServiceUser } from './service-user.ts'

/** Where the server's files are: beside the rest of our data unless its user may not go there. */
export interface Place {
  /** PGDATA. */
  readonly cluster: string
  /** PostgreSQL's own folder, links made. */
  readonly binaries: string
}

/** For a server under another user whose way to our folders is barred, e.g. a clone under a home of mode 0700. */
const ENTERABLE = '/var/lib/counterfoil'

export interface ChoosePlaceOptions {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly user: ServiceUser | undefined
  /** Elsewhere for tests. */
  readonly enterable?: string
}

/** Decides once where cluster and binaries live and remembers it in `dataDir/place.json`; makes what is missing. */
export async function choosePlace({ dataDir, binaries, user, enterable = ENTERABLE }: ChoosePlaceOptions): Promise<Place> {
  const home = await chooseHome(dataDir, user, enterable)
  return { cluster: join(home, 'cluster'), binaries: await chooseBinaries({ dataDir, binaries, user, enterable }) }
}

async function chooseHome(dataDir: string, user: ServiceUser | undefined, enterable: string): Promise<string> {
  const memory = join(dataDir, 'place.json')
  const remembered = await readFile(memory, 'utf8').catch(() => undefined)
  if (remembered !== undefined) return (JSON.parse(remembered) as { home: string }).home
  if (!user) return dataDir
  await chmod(dataDir, 0o711)
  // A cluster already here was reachable when it was made: moving on would lose it.
  if ((await mayEnter(dataDir)) || (await exists(join(dataDir, 'cluster', 'PG_VERSION')))) return dataDir
  const name = createHash('sha256')
    .update(await realpath(dataDir))
    .digest('hex')
    .slice(0, 16)
  const home = join(enterable, name)
  await mkdir(home, { recursive: true, mode: 0o755 })
  await writeFile(memory, `${JSON.stringify({ home })}\n`)
  return home
}

async function chooseBinaries({ dataDir, binaries, user, enterable = ENTERABLE }: ChoosePlaceOptions): Promise<string> {
  if (!user || (await mayEnter(binaries.home))) {
    try {
      await linkLibraries(binaries.home)
      return binaries.home
    } catch (error) {
      // node_modules may be read-only (a container image, another owner): then a copy of our own.
      if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
  const copy = join(user ? enterable : dataDir, `postgresql-${binaries.label}`)
  if (!(await exists(copy))) {
    const unfinished = `${copy}.${process.pid}`
    await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
    // Verbatim: links stay relative, so that they point into the copy.
    await cp(binaries.home, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
    await linkLibraries(join(unfinished, 'native'))
    // Two processes may copy at once; the first to rename wins.
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }))
  }
  return join(copy, 'native')
}

/** Whether anybody may walk down to this folder: `x` for others on it and on everything above. */
async function mayEnter(folder: string): Promise<boolean> {
  for (let at = await realpath(folder); ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
