import { parseArgs } from 'node:util'
import { addStore, NewStore } from '@counterfoil/services/stores'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'

export const store: Verb = {
  usage:
    'store list [--json] | store add CODE --name NAME --country DE --city CITY --currency EUR --time-zone Europe/Berlin --entity NAME [--region R] [--lang de] [--cut-off 04:00] [--opened 2026-11-01] [--json]',
  summary: 'Lists the stores, or adds one.',
  async run(args, io) {
    const [what, ...rest] = args
    if (what === 'list') return list(rest, io)
    if (what === 'add') return add(rest, io)
    throw new UsageError(what === undefined ? 'say list or add' : `there is no "store ${what}"`)
  },
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const stores = await withServices(io, (ctx) =>
    ctx.db.store.findMany({
      orderBy: { code: 'asc' },
      select: { code: true, name: true, country: true, city: true, currency: true },
    }),
  )
  if (values.json) io.out(JSON.stringify(stores))
  else for (const each of stores) io.out(`${each.code}  ${each.country}  ${each.currency}  ${each.name}, ${each.city}`)
  return 0
}

async function add(args: readonly string[], io: CliIo): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: text,
      lang: { type: 'string', default: 'en' },
      country: text,
      region: { type: 'string', default: '' },
      city: text,
      currency: text,
      'time-zone': text,
      'cut-off': { type: 'string', default: '00:00' },
      entity: text,
      opened: text,
      json: { type: 'boolean' },
    },
  })
  const cutOff = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(values['cut-off'])
  if (!cutOff) throw new UsageError(`--cut-off is a time such as 04:00, not "${values['cut-off']}"`)
  const id = await withServices(io, (ctx) => {
    const parsed = NewStore.safeParse({
      code: positionals[0],
      name: values.name,
      nameLang: values.lang,
      country: values.country,
      region: values.region,
      city: values.city,
      currency: values.currency,
      timeZone: values['time-zone'],
      cutOffMinutes: Number(cutOff[1]) * 60 + Number(cutOff[2]),
      legalEntity: values.entity,
      openedOn: values.opened ?? ctx.now().toISOString().slice(0, 10),
    })
    if (!parsed.success) {
      throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'store'}: ${issue.message}`).join('; '))
    }
    return addStore(ctx, parsed.data)
  })
  io.out(values.json ? JSON.stringify({ id, code: positionals[0] }) : `store ${positionals[0]} added`)
  return 0
}
