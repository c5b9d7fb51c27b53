import { parseArgs } from 'node:util'
import { type ListedCardAlarm, listCardAlarms, openCardAlarm } from '@counterfoil/services/card-alarms'
import { createOpener } from '@counterfoil/services/vault'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import { readHubKeys } from '../read-hub-keys.ts'
import type { Verb } from '../verb.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const cardAlarm: Verb = {
  usage: 'card-alarm list [--closed] [--json] | card-alarm open ID [--json]',
  summary: 'Lists card numbers found where none may be; shows one, once, when one administrator asked and another approved.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, closed: { type: 'boolean' } },
    })
    const [what, id, ...more] = positionals
    if (what === 'list') {
      if (id !== undefined) throw new UsageError('"card-alarm list" takes no ID')
      const state = values.closed ? 'closed' : 'open'
      const { alarms } = await withServices(io, (ctx) => listCardAlarms(ctx, { state, limit: 200 }))
      if (values.json) io.out(JSON.stringify(alarms))
      else for (const alarm of alarms) io.out(line(alarm))
      return 0
    }
    if (what !== 'open') throw new UsageError(what === undefined ? 'say list or open' : `there is no "card-alarm ${what}"`)
    if (id === undefined || !UUID.test(id) || more.length > 0 || values.closed)
      throw new UsageError('"card-alarm open" takes the ID of one alarm, as "card-alarm list" shows it')
    const opener = createOpener(readHubKeys(io.env).map(({ vault }) => vault.privateKey))
    const opened = await withServices(io, (ctx) => openCardAlarm(ctx, opener, id.toLowerCase()))
    if (values.json) io.out(JSON.stringify(opened))
    else {
      io.out(`${opened.place}: asked by ${opened.askedBy}, approved by ${opened.approvedBy}. This is shown once and is recorded.`)
      for (const { foundAt, what: kind, exact } of opened.contents) io.out(`${foundAt.toISOString()}  ${kind}\n${exact}`)
    }
    return 0
  },
}

function line({ id, foundAtMs, count, place, source, store, last4 }: ListedCardAlarm): string {
  const where = [store?.code, source.name ?? `${source.kind} ${source.id}`].filter(Boolean).join(' ')
  return `${id}  ${new Date(foundAtMs).toISOString()}  ${place}  ${where}  ${count}x  …${last4.join(', …')}`
}
