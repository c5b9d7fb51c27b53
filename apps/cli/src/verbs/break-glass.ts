import { parseArgs } from 'node:util'
import { makeLinkBehindGlass } from '@counterfoil/services/users'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import { printLink } from '../print-link.ts'
import type { Verb } from '../verb.ts'

export const breakGlass: Verb = {
  usage: 'break-glass --reason TEXT [--json]',
  summary:
    'For when no administrator can sign in: prints a one-time link, good for 30 minutes, that makes one more. Recorded, and shown to every administrator until one says they know of it.',
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { reason: { type: 'string' }, json: { type: 'boolean' } } })
    const reason = values.reason?.trim() ?? ''
    if (reason === '') throw new UsageError('say why with --reason "…": it is recorded and shown')
    const serverUser = io.env.SUDO_USER ?? io.env.USER
    const link = await withServices(io, (ctx) =>
      makeLinkBehindGlass(ctx, { reason, ...(serverUser === undefined ? {} : { serverUser }) }),
    )
    printLink(io, link, values.json)
    if (!values.json) io.out('recorded; every administrator is shown this until one says they know of it')
    return 0
  },
}
