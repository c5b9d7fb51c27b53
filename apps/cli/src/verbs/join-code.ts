import { parseArgs } from 'node:util'
import { createJoinCode } from '@counterfoil/services/agents'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

export const joinCode: Verb = {
  usage: 'join-code STORE [--json]',
  summary: 'Prints a one-time code, good for 30 minutes, with which one agent joins the store (its code, e.g. 0417).',
  async run(args, io) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
    const [code] = positionals
    if (code === undefined) throw new UsageError('name the store by its code, e.g. 0417')
    const made = await withServices(io, async (ctx) => {
      const store = await ctx.db.store.findUnique({ where: { code } })
      if (!store) throw new Error(`there is no store with the code ${code}; "counterfoil store list" shows them`)
      return createJoinCode(ctx, store.id)
    })
    if (values.json) io.out(JSON.stringify({ code: made.code, expiresAt: made.expiresAt.toISOString() }))
    else io.out(`${made.code}\nworks once, until ${made.expiresAt.toISOString()}`)
    return 0
  },
}
