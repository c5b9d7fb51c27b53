import { parseArgs } from 'node:util'
import { disablePerson, enablePerson, endPersonSessions, findPersonId } from '@counterfoil/services/people'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { oneAddress } from './one-address.ts'

const CHANGES = {
  disable: { change: disablePerson, done: 'is disabled: every session is closed' },
  enable: { change: enablePerson, done: 'may sign in again' },
  'end-sessions': { change: endPersonSessions, done: 'is signed out everywhere' },
} as const

export async function changeState(what: keyof typeof CHANGES, args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const email = oneAddress(positionals, what)
  const { change, done } = CHANGES[what]
  await withServices(io, async (ctx) => change(ctx, { id: await findPersonId(ctx, email) }))
  io.out(values.json ? JSON.stringify({ email, done: what }) : `${email} ${done}`)
  return 0
}
