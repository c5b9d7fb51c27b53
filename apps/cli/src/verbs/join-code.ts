import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createJoinCode } from '@counterfoil/services/agents'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'
import { type CodeOfStore, makeCodes, readStoreList } from './join-codes.ts'

const HOUR_MS = 3_600_000
/** A roll-out takes days, not half an hour; longer than a week a code lies about. */
const MOST_HOURS = 168

export const joinCode: Verb = {
  usage: 'join-code STORE [--device ID] [--hours N] [--json] | join-code --stores FILE [--hours N] [--csv | --json]',
  summary:
    'Prints a one-time code, good for 30 minutes (or N hours, 168 at most), with which one agent joins the store (its code, e.g. 0417), with --device only the PC with this number of the inventory; or one for each store of FILE (a code a line, or a CSV whose first column it is).',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        csv: { type: 'boolean' },
        stores: { type: 'string' },
        hours: { type: 'string' },
        device: { type: 'string' },
      },
    })
    const goodForMs = values.hours === undefined ? undefined : readHours(values.hours)
    const [code] = positionals
    if (values.stores !== undefined) {
      if (code !== undefined) throw new UsageError('name one store, or give --stores FILE')
      if (values.device !== undefined) throw new UsageError('--device is for the code of one store')
      const stores = readStoreList(readFileSync(values.stores, 'utf8'))
      const made = await withServices(io, (ctx) => makeCodes(ctx, stores, goodForMs))
      printAll(io, made, values.json === true)
      return 0
    }
    if (code === undefined) throw new UsageError('name the store by its code, e.g. 0417')
    const made = await withServices(io, async (ctx) => {
      const store = await ctx.db.store.findUnique({ where: { code } })
      if (!store) throw new Error(`there is no store with the code ${code}; "counterfoil store list" shows them`)
      return createJoinCode(ctx, store.id, undefined, goodForMs, values.device === undefined ? null : readDevice(values.device))
    })
    if (values.json) io.out(JSON.stringify({ code: made.code, expiresAt: made.expiresAt.toISOString() }))
    else io.out(`${made.code}\nworks once, until ${made.expiresAt.toISOString()}`)
    return 0
  },
}

function readDevice(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new UsageError(`--device is the number of a device in the inventory, not "${text}"`)
}

function readHours(text: string): number {
  const hours = Number(text)
  if (Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS) return hours * HOUR_MS
  throw new UsageError(`--hours is a whole number from 1 to ${MOST_HOURS}, not "${text}"`)
}

/** As `agent enrol --from FILE` reads it. */
function printAll(io: CliIo, made: readonly CodeOfStore[], json: boolean): void {
  const rows = made.map(({ store, code, expiresAt }) => ({ store, code, expiresAt: expiresAt.toISOString() }))
  if (json) io.out(JSON.stringify(rows))
  else io.out(['store,code,expires_at', ...rows.map(({ store, code, expiresAt }) => `${store},${code},${expiresAt}`)].join('\n'))
}
