import { parseArgs } from 'node:util'
import { createSetupLink } from '@counterfoil/services/users'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

export const setupLink: Verb = {
  usage: 'setup-link [--force] [--json]',
  summary: 'Prints a one-time link, good for 30 minutes, to make an account; --force also when there is one already.',
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { force: { type: 'boolean' }, json: { type: 'boolean' } } })
    const link = await withServices(io, (ctx) => createSetupLink(ctx, { force: values.force === true }))
    const origin = io.env.PUBLIC_ORIGIN ?? `http://localhost:${io.env.WEB_PORT ?? 3000}`
    const url = `${origin}/setup/${link.token}`
    if (values.json) io.out(JSON.stringify({ url, expiresAt: link.expiresAt.toISOString() }))
    else io.out(`${url}\nworks once, until ${link.expiresAt.toISOString()}`)
    return 0
  },
}
