import { parseArgs } from 'node:util'
import { listBills, listPulls, type Pull, removePull } from '@counterfoil/services/funds/pulls'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { ADD_USAGE, addAny } from './pulls/add-any.ts'

export const PULL_USAGE = `funds pull list [--json]
${ADD_USAGE}
       funds pull bills NAME [--json]
       funds pull remove NAME`

/** Where the hub fetches files: folders of banks and acquirers by SFTP, and the interfaces of providers. */
export async function pull([act, ...rest]: readonly string[], io: CliIo): Promise<number> {
  if (act === 'list') return list(rest, io)
  if (act === 'add') return addAny(rest, io)
  if (act === 'bills') return bills(rest, io)
  if (act === 'remove') return remove(rest, io)
  throw new UsageError(act === undefined ? 'say list, add, bills or remove' : `there is no "funds pull ${act}"`)
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const pulls = await withServices(io, listPulls)
  if (values.json) io.out(JSON.stringify(pulls))
  else
    for (const one of pulls) {
      const looked =
        one.lookedAt === null ? 'not looked at yet' : `looked at ${one.lookedAt.toISOString()}: ${one.trouble ?? 'well'}`
      const known = one.kind === 'sftp' ? `  ${one.hostKey ?? 'no host key yet'}` : ''
      io.out(`${one.name}  ${whereOf(one)}  every ${one.everyMinutes} min  ${looked}${known}`)
    }
  return 0
}

function whereOf({ kind, user, host, port, folder, pattern }: Pull): string {
  return kind === 'sftp' ? `${user}@${host}:${port}  ${folder}  ${pattern}` : `${kind}  ${user}  ${pattern}`
}

const billWords = { due: 'to be fetched', fetched: 'fetched', none: 'no trade that day', given_up: 'given up' } as const

async function bills(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const [name] = positionals
  if (name === undefined || positionals.length > 1) throw new UsageError('give its name')
  const found = await withServices(io, (ctx) => listBills(ctx, name))
  if (values.json) io.out(JSON.stringify(found))
  else
    for (const bill of found) {
      const again = bill.state === 'due' ? `, asked for at ${bill.nextTryAt.toISOString()}` : ''
      io.out(`${bill.name}  ${billWords[bill.state]}${bill.trouble === null ? '' : `: ${bill.trouble}`}${again}`)
    }
  return 0
}

async function remove(args: readonly string[], io: CliIo): Promise<number> {
  const [name] = args
  if (name === undefined || args.length > 1) throw new UsageError('give its name')
  await withServices(io, (ctx) => removePull(ctx, name))
  io.out(`pull ${name} removed`)
  return 0
}
