import { parseArgs } from 'node:util'
import { type Incident, listIncidents } from '@counterfoil/services/incidents'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

export const incidents: Verb = {
  usage: 'incidents [--open] [--json]',
  summary: 'Lists failures of what guards the record: from when to when, why, and what was done.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, open: { type: 'boolean' } },
    })
    if (positionals.length > 0) throw new UsageError('"incidents" takes no name')
    const all = await withServices(io, listIncidents)
    const shown = values.open ? all.filter(({ closedAt }) => closedAt === null) : all
    if (values.json) io.out(JSON.stringify(shown))
    else for (const one of shown) io.out(line(one))
    return 0
  },
}

function line({ id, kind, subject, beganAt, endedAt, cause, fix, closedBy }: Incident): string {
  const times = `${beganAt.toISOString()} – ${endedAt?.toISOString() ?? 'goes on'}`
  return [id, kind, subject, times, closedBy === null ? 'open' : `closed by ${closedBy}: ${cause}; ${fix}`].join('  ')
}
