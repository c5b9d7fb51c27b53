import { parseArgs } from 'node:util'
import { type AgentListed, listAgents, requestNewKey, revokeAgent, unlockAgent } from '@counterfoil/services/agents'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

const CHANGES = {
  revoke: { change: revokeAgent, done: 'is revoked: its connection closes, what it still sends is kept aside' },
  unlock: {
    change: unlockAgent,
    done: 'is not locked (any more): of the machines with its identity, the one that greets next is let in',
  },
  'rotate-key': { change: requestNewKey, done: 'makes a new key now, or when it next connects' },
} as const

export const agent: Verb = {
  usage: 'agent list [--store CODE] [--json] | agent revoke|unlock|rotate-key NUMBER [--json]',
  summary: 'Lists the store agents, shuts one out, lets a locked one in again, or has one make a new key.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, store: { type: 'string' } },
    })
    const [what, number] = positionals
    if (what === 'list') {
      if (positionals.length > 1) throw new UsageError('"agent list" takes --store CODE, not a number')
      const agents = await withServices(io, (ctx) => listAgents(ctx, values.store))
      if (values.json) io.out(JSON.stringify(agents))
      else for (const each of agents) io.out(line(each))
      return 0
    }
    if (what !== 'revoke' && what !== 'unlock' && what !== 'rotate-key')
      throw new UsageError(what === undefined ? 'say list, revoke, unlock or rotate-key' : `there is no "agent ${what}"`)
    if (positionals.length > 2 || values.store !== undefined)
      throw new UsageError(`"agent ${what}" takes one number and nothing else`)
    const id = Number(number)
    if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647)
      throw new UsageError('name the agent by its number, as "agent list" shows it')
    const { change, done } = CHANGES[what]
    await withServices(io, (ctx) => change(ctx, id))
    io.out(values.json ? JSON.stringify({ id, done: what }) : `agent ${id} ${done}`)
    return 0
  },
}

function line({ id, storeCode, name, state, version, connected, waiting }: AgentListed): string {
  const how = state === 'active' ? (connected ? 'connected' : 'away') : state
  return `${String(id).padStart(5)}  ${storeCode}  ${name}  ${how}  ${version}${waiting > 0 ? `  ${waiting} events waiting` : ''}`
}
