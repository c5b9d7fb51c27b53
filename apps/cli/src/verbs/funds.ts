import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { ServiceContext } from '@counterfoil/services'
import {
  addBankAccount,
  addContract,
  addRoute,
  addSource,
  EndRouteInput,
  endRoute,
  listBankAccounts,
  listContracts,
  listRoutes,
  listSources,
  NewBankAccount,
  NewRoute,
  NewSource,
  seedCalendars,
} from '@counterfoil/services/funds'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'
import { PULL_USAGE, pull } from './funds/pull.ts'
import { readInput } from './funds/read-input.ts'

interface Thing {
  list(ctx: ServiceContext): Promise<readonly object[]>
  /** Adds one and names it. */
  add(ctx: ServiceContext, document: unknown): Promise<unknown>
}

const things: Readonly<Record<string, Thing>> = {
  contract: { list: listContracts, add: addContract },
  route: { list: listRoutes, add: async (ctx, document) => ({ id: await addRoute(ctx, readInput(NewRoute, document)) }) },
  account: {
    list: listBankAccounts,
    add: async (ctx, document) => ({ id: await addBankAccount(ctx, readInput(NewBankAccount, document)) }),
  },
  source: { list: listSources, add: async (ctx, document) => ({ id: await addSource(ctx, readInput(NewSource, document)) }) },
}

export const funds: Verb = {
  usage: `funds contract|route|account|source list [--json]
       funds contract|route|account|source add FILE [--json]
       funds route end ID --last-day DAY
       ${PULL_USAGE}`,
  summary:
    'Lists or adds what was agreed about money: contracts, which acquirer gets what, bank accounts, expected files; ends a route; fetches files by SFTP.',
  async run([what, act, ...rest], io) {
    if (what === 'pull') return pull(act === undefined ? [] : [act, ...rest], io)
    const thing = what === undefined ? undefined : things[what]
    if (thing === undefined) throw new UsageError(`say ${Object.keys(things).join(', ')} or pull`)
    if (act === 'list') return list(thing, rest, io)
    if (act === 'add') return add(thing, rest, io)
    if (act === 'end' && what === 'route') return end(rest, io)
    throw new UsageError(act === undefined ? 'say list or add' : `there is no "funds ${what} ${act}"`)
  },
}

async function list(thing: Thing, args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const rows = await withServices(io, (ctx) => thing.list(ctx))
  if (values.json) io.out(JSON.stringify(rows))
  else for (const row of rows) io.out(sentence(row))
  return 0
}

/** The file holds one, or a list of them that is added in its order. */
async function add(thing: Thing, args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new UsageError('name the file')
  const document: unknown = JSON.parse(await readFile(file, 'utf8'))
  const added = await withServices(io, async (ctx) => {
    await seedCalendars(ctx)
    const names: unknown[] = []
    for (const one of Array.isArray(document) ? document : [document]) names.push(await thing.add(ctx, one))
    return names
  })
  if (values.json) io.out(JSON.stringify(added))
  else io.out(`${added.length} added`)
  return 0
}

/** What was expected by it stays expected; of a mistake, another route takes over from the next day on. */
async function end(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'last-day': { type: 'string' } },
  })
  const [id] = positionals
  if (id === undefined || positionals.length > 1) throw new UsageError('name the route by its number')
  const input = readInput(EndRouteInput, { id: Number(id), lastDay: values['last-day'] })
  await withServices(io, (ctx) => endRoute(ctx, input))
  io.out(`route ${id} holds to the end of ${input.lastDay}`)
  return 0
}

/** What is told, without documents. */
const sentence = (row: object): string =>
  Object.entries(row)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([, value]) => value)
    .join('  ')
