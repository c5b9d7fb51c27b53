import { parseArgs } from 'node:util'
import { findPersonId, resetPerson } from '@counterfoil/services/people'
import { withServices } from '../../open-services.ts'
import { printLink } from '../../print-link.ts'
import type { CliIo } from '../../verb.ts'
import { oneAddress } from './one-address.ts'

export async function reset(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const email = oneAddress(positionals, 'reset')
  const link = await withServices(io, async (ctx) => resetPerson(ctx, { id: await findPersonId(ctx, email) }))
  printLink(io, link, values.json)
  return 0
}
