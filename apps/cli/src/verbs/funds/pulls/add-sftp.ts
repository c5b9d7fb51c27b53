import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { addPull, NewPull } from '@counterfoil/services/funds/pulls'
import { UsageError } from '../../../cli-error.ts'
import { withServices } from '../../../open-services.ts'
import type { CliIo } from '../../../verb.ts'
import { readInput } from '../read-input.ts'
import { nameOf, numberOf } from './read-secret.ts'

export const ADD_SFTP_USAGE = `       funds pull add [sftp] NAME --host HOST [--port PORT] --user USER --password-file FILE|--key-file FILE [--folder FOLDER]
                      [--pattern '*.csv'] [--every MINUTES] [--host-key SHA256:…]`

const text = { type: 'string' } as const
const options = {
  host: text,
  port: text,
  user: text,
  'password-file': text,
  'key-file': text,
  folder: text,
  pattern: text,
  every: text,
  'host-key': text,
} as const

/** A folder of a bank or an acquirer. */
export async function addSftp(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const { 'password-file': passwordFile, 'key-file': keyFile } = values
  const name = nameOf(positionals)
  if ((passwordFile === undefined) === (keyFile === undefined)) throw new UsageError('give --password-file or --key-file')
  // A file, because what is typed stands in the shell's history and in the list of processes.
  const secret = await readFile(passwordFile ?? keyFile ?? '', 'utf8')
  const input = readInput(NewPull, {
    name,
    host: values.host,
    port: numberOf(values.port),
    user: values.user,
    secretKind: keyFile === undefined ? 'password' : 'key',
    secret: keyFile === undefined ? secret.replace(/\r?\n$/, '') : secret,
    folder: values.folder,
    pattern: values.pattern,
    everyMinutes: numberOf(values.every),
    hostKey: values['host-key'],
  })
  await withServices(io, (ctx) => addPull(ctx, input))
  io.out(
    input.hostKey == null
      ? `pull ${name} added: the hub takes the host key it meets first; compare it in "funds pull list"`
      : `pull ${name} added: the hub looks into it`,
  )
  return 0
}
