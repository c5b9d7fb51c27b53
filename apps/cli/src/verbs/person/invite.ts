import { parseArgs } from 'node:util'
import { InvitePersonInput, invitePerson } from '@counterfoil/services/people'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import { printLink } from '../../print-link.ts'
import type { CliIo } from '../../verb.ts'
import { accessFrom, checkReachOptions, parseRole, reachOptions } from './access-options.ts'
import { oneAddress } from './one-address.ts'

export async function invite(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { role: { type: 'string' }, ...reachOptions, json: { type: 'boolean' } },
  })
  const email = InvitePersonInput.shape.email.safeParse(oneAddress(positionals, 'invite'))
  if (!email.success) throw new UsageError(`"${positionals[0]}" is no e-mail address`)
  const role = parseRole(values.role)
  checkReachOptions(values)
  const link = await withServices(io, async (ctx) =>
    invitePerson(ctx, { email: email.data, ...(await accessFrom(ctx, role, values)) }),
  )
  printLink(io, link, values.json)
  return 0
}
