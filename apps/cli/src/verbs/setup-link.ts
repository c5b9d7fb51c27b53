import { parseArgs } from 'node:util'
import { createSetupLink } from '@counterfoil/services/users'
import { withServices } from '../open-services.ts'
import { printLink } from '../print-link.ts'
import type { Verb } from '../verb.ts'

export const setupLink: Verb = {
  usage: 'setup-link [--force] [--json]',
  summary:
    'Prints a one-time link, good for 30 minutes, to make an account; --force also when there is one already, which every administrator is shown.',
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { force: { type: 'boolean' }, json: { type: 'boolean' } } })
    const link = await withServices(io, (ctx) => createSetupLink(ctx, { force: values.force === true }))
    printLink(io, link, values.json)
    return 0
  },
}
