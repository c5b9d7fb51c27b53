import { parseArgs } from 'node:util'
import { changePersonAccess, findPersonId } from '@counterfoil/services/people'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { accessFrom, checkReachOptions, parseRole, reachOptions } from './access-options.ts'

export async function changeRole(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...reachOptions, json: { type: 'boolean' } },
  })
  const [email, roleName, ...more] = positionals
  if (email === undefined || more.length > 0) throw new UsageError('"person role" takes an e-mail address and a role')
  const role = parseRole(roleName)
  checkReachOptions(values)
  const access = await withServices(io, async (ctx) => {
    const id = await findPersonId(ctx, email)
    const given = await accessFrom(ctx, role, values)
    await changePersonAccess(ctx, { id, ...given })
    return given
  })
  io.out(values.json ? JSON.stringify({ email, ...access }) : `${email} is ${role} from the next question on`)
  return 0
}
