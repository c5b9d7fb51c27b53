import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  createRepository,
  keyLine,
  makeBackupKey,
  parseKeyLine,
  readBackedUp,
  readOtherFolder,
  secretLine,
  wrapKey,
} from '@counterfoil/db/backup'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { readPassphrase, unlockOptions } from './unlock.ts'
import { withCluster } from './with-cluster.ts'

/** A key pair for whoever wants to keep what opens backups away from the server. */
export async function makeKey(args: readonly string[], io: CliIo): Promise<number> {
  const [file, ...more] = args
  if (file === undefined || more.length > 0) throw new UsageError('say where the secret goes: backup key FILE')
  const pair = makeBackupKey()
  await writeFile(file, `${secretLine(pair)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  io.out(keyLine(pair.publicKey))
  io.err(`${file} opens what is sealed for this key. Keep it away from the server, twice; without it no backup opens.`)
  return 0
}

/** Sets a folder up, for this installation alone and one key for ever. */
export async function init(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'public-key': { type: 'string' }, 'passphrase-file': unlockOptions['passphrase-file'] },
  })
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new UsageError('say which folder: backup init FOLDER')
  const { installation, other } = await withCluster(io, async ({ database, dataDir }) => ({
    ...(await readBackedUp(database)),
    other: await readOtherFolder(dataDir, resolve(folder)),
  }))
  const given = values['public-key']
  const made = makeBackupKey()
  const key =
    given === undefined
      ? { publicKey: made.publicKey, wrapped: wrapKey(made.privateKey, await readPassphrase(values, io)) }
      : { publicKey: parseKeyLine(given), wrapped: undefined }
  await createRepository({ folder: resolve(folder), installation, ...key })
  io.out(`${folder} is set up for ${installation.name} (log ${installation.logOrigin}).`)
  if (other !== undefined)
    io.out(
      `This data folder is backed up into ${other} now, and it is one folder at a time: with the first base backup here that one gets no log any more. Stop its "backup run".`,
    )
  io.out(`Now "counterfoil backup now ${folder}", and "counterfoil backup run ${folder}" to go on by itself.`)
  return 0
}
