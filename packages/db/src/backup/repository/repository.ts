import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from '../backup-error.ts'
import { keyLine, parseKeyLine, type WrappedKey } from '../seal/backup-key.ts'

/** A folder of backups of one installation: what each of them is sealed for. */
export interface Repository {
  readonly folder: string
  readonly installation: Installation
  readonly publicKey: Buffer
  /** The private half under a passphrase; undefined when somebody keeps it elsewhere. */
  readonly wrapped: WrappedKey | undefined
}

/** Whose backup it is. */
export interface Installation {
  readonly id: string
  readonly name: string
  readonly logOrigin: string
}

const FILE = 'counterfoil-backup.json'
const FORMAT = 1

interface Written {
  readonly format: number
  readonly installation: Installation
  readonly publicKey: string
  readonly wrapped?: WrappedKey
}

/** Sets the folder up. Throws when it is one already, or holds other things. */
export async function createRepository({ folder, installation, publicKey, wrapped }: Repository): Promise<void> {
  // Names and times may be seen: the hub, which is another account, tells how old the newest is. Files are their owner's.
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const held = await readdir(folder)
  if (held.includes(FILE)) throw new BackupError(`${folder} is a folder of backups already.`)
  if (held.length > 0) throw new BackupError(`${folder} is not empty: give backups a folder of their own.`)
  const written: Written = { format: FORMAT, installation, publicKey: keyLine(publicKey), ...(wrapped && { wrapped }) }
  await writeWhole(join(folder, FILE), written)
}

export async function openRepository(folder: string): Promise<Repository> {
  const written = await readJson<Written>(join(folder, FILE)).catch(() => {
    throw new BackupError(`${folder} holds no backups: set it up with "counterfoil backup init ${folder}".`)
  })
  if (written.format !== FORMAT)
    throw new BackupError(`${folder} was written by another version (format ${written.format}). Use the program that wrote it.`)
  return { folder, installation: written.installation, publicKey: parseKeyLine(written.publicKey), wrapped: written.wrapped }
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T
}

/** All of it, on the disk, or what was there before. */
export function writeWhole(path: string, value: unknown): Promise<void> {
  return writeText(path, `${JSON.stringify(value, null, 2)}\n`)
}

export async function writeText(path: string, text: string): Promise<void> {
  const handle = await open(`${path}.unfinished`, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.unfinished`, path)
}
