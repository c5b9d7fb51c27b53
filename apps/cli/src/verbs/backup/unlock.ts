import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { BackupError, parseSecretLine, type Repository, unwrapKey } from '@counterfoil/db/backup'
import type { CliIo } from '../../verb.ts'

/** Where the key comes from: what is typed as an option would stand in the shell's history and in the list of processes. */
export const unlockOptions = { 'passphrase-file': { type: 'string' }, 'secret-file': { type: 'string' } } as const

export interface UnlockValues {
  readonly 'passphrase-file'?: string | undefined
  readonly 'secret-file'?: string | undefined
}

/** The private half of the folder's key: from the file of whoever keeps it, or by the passphrase. */
export async function unlock({ wrapped, publicKey }: Repository, values: UnlockValues, io: CliIo): Promise<KeyObject> {
  const secretFile = values['secret-file']
  if (secretFile !== undefined) return parseSecretLine(await readFile(secretFile, 'utf8'), publicKey)
  if (wrapped === undefined)
    throw new BackupError('This backup opens with a secret that is kept elsewhere: give its file with --secret-file.')
  return unwrapKey(wrapped, await readPassphrase(values, io), publicKey)
}

/** `--passphrase-file`, `BACKUP_PASSPHRASE_FILE`, or the first line that is typed. */
export async function readPassphrase(values: UnlockValues, io: CliIo): Promise<string> {
  const file = values['passphrase-file'] ?? io.env.BACKUP_PASSPHRASE_FILE
  if (file) return firstLine(await readFile(file, 'utf8'))
  io.err('Passphrase of the backup:')
  for await (const line of io.input) return line
  throw new BackupError('No passphrase was given: --passphrase-file FILE, or type it.')
}

function firstLine(text: string): string {
  return text.split(/\r?\n/)[0] ?? ''
}
