import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { addStream, listStreams, removeStream, streamFormats } from '@counterfoil/services/streams'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'

export const stream: Verb = {
  usage:
    'stream list [--json] | stream add NAME --to tls://HOST:PORT|https://HOST/PATH [--format ocsf|json] [--ca FILE] [--secret-file FILE] [--from INDEX] | stream remove NAME',
  summary: 'Sends the audit log on to another system as it grows, by syslog over TLS or by HTTPS.',
  async run([what, ...rest], io) {
    if (what === 'list') return list(rest, io)
    if (what === 'add') return add(rest, io)
    if (what === 'remove') return remove(rest, io)
    throw new UsageError(what === undefined ? 'say list, add or remove' : `there is no "stream ${what}"`)
  },
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const streams = await withServices(io, listStreams)
  if (values.json) io.out(JSON.stringify(streams))
  else
    for (const { name, url, format, behind, stoppedAt, trouble } of streams)
      io.out(
        `${name}  ${url}  ${format}  ${behind} behind${stoppedAt === null ? '' : `, stopped since ${stoppedAt.toISOString()}: ${trouble}`}`,
      )
  return 0
}

async function add(args: readonly string[], io: CliIo): Promise<number> {
  const text = { type: 'string' } as const
  const options = { to: text, format: { type: 'string', default: 'ocsf' }, ca: text, 'secret-file': text, from: text } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [name] = positionals
  const { to: url, 'secret-file': secretFile, from } = values
  const format = streamFormats.find((each) => each === values.format)
  if (name === undefined || url === undefined) throw new UsageError('give a name, and where it goes with --to')
  if (format === undefined) throw new UsageError(`--format is ${streamFormats.join(' or ')}, not "${values.format}"`)
  if (from !== undefined && !/^\d{1,15}$/.test(from)) throw new UsageError(`--from is a number, not "${from}"`)
  // A file, because what is typed stands in the shell's history and in the list of processes.
  const [ca, secret] = await Promise.all([values.ca, secretFile].map((file) => file && readFile(file, 'utf8')))
  const start = from === undefined ? undefined : Number(from)
  await withServices(io, (ctx) => addStream(ctx, { name, url, format, ca, secret: secret?.trim(), from: start }))
  io.out(`stream ${name} added: the hub that keeps the log sends to it`)
  return 0
}

async function remove(args: readonly string[], io: CliIo): Promise<number> {
  const [name] = args
  if (name === undefined) throw new UsageError('give the name')
  await withServices(io, (ctx) => removeStream(ctx, name))
  io.out(`stream ${name} removed`)
  return 0
}
