import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { addPull, listPulls, NewPull, removePull } from '@counterfoil/services/funds/pulls'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { readInput } from './read-input.ts'

export const PULL_USAGE = `funds pull list [--json]
       funds pull add NAME --host HOST [--port PORT] --user USER --password-file FILE|--key-file FILE [--folder FOLDER]
                      [--pattern '*.csv'] [--every MINUTES] [--host-key SHA256:…]
       funds pull remove NAME`

/** Folders of banks and acquirers whose files the hub fetches by SFTP. */
export async function pull([act, ...rest]: readonly string[], io: CliIo): Promise<number> {
  if (act === 'list') return list(rest, io)
  if (act === 'add') return add(rest, io)
  if (act === 'remove') return remove(rest, io)
  throw new UsageError(act === undefined ? 'say list, add or remove' : `there is no "funds pull ${act}"`)
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const pulls = await withServices(io, listPulls)
  if (values.json) io.out(JSON.stringify(pulls))
  else
    for (const { name, user, host, port, folder, pattern, everyMinutes, lookedAt, trouble, hostKey } of pulls) {
      const looked = lookedAt === null ? 'not looked at yet' : `looked at ${lookedAt.toISOString()}: ${trouble ?? 'well'}`
      io.out(
        `${name}  ${user}@${host}:${port}  ${folder}  ${pattern}  every ${everyMinutes} min  ${looked}  ${hostKey ?? 'no host key yet'}`,
      )
    }
  return 0
}

async function add(args: readonly string[], io: CliIo): Promise<number> {
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
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const { 'password-file': passwordFile, 'key-file': keyFile } = values
  const [name] = positionals
  if (name === undefined || positionals.length > 1) throw new UsageError('give it a name')
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

async function remove(args: readonly string[], io: CliIo): Promise<number> {
  const [name] = args
  if (name === undefined || args.length > 1) throw new UsageError('give its name')
  await withServices(io, (ctx) => removePull(ctx, name))
  io.out(`pull ${name} removed`)
  return 0
}

const numberOf = (given: string | undefined): number | undefined => (given === undefined ? undefined : Number(given))
