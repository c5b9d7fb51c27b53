import { parseArgs } from 'node:util'
import { findOpenLoss, listWitnesses, type OpenLoss, type WitnessListed } from '@counterfoil/services/witnesses'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'
import { archives } from './audit/archives.ts'
import { archive, putAway, restore } from './audit/move-month.ts'

const moves: Readonly<Record<string, (args: readonly string[], io: CliIo) => Promise<number>>> = {
  archives,
  archive,
  restore,
  'put-away': putAway,
}

export const audit: Verb = {
  usage:
    'audit archives [--verify | --prune [--keep MONTHS]] [--json] | audit archive MONTH | audit restore MONTH|FILE [--until DAYS] | audit put-away MONTH | audit declare-loss [--json] | audit witnesses [--json]',
  summary:
    'Lists the months of the audit record that lie in files, moves old months there, brings one back to be read and puts it away again. Says what of the audit record agents have seen that is not here, and who has declared it so far: two administrators do, on the dashboard, each with a fresh factor. Lists the witnesses with their keys.',
  async run(args, io) {
    const [first, ...rest] = args
    const move = first === undefined ? undefined : moves[first]
    if (move !== undefined) return move(rest, io)
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    const [what, ...more] = positionals
    if (more.length > 0) throw new UsageError(`"audit ${what}" takes nothing else`)
    if (what === 'witnesses') {
      const witnesses = await withServices(io, (ctx) => listWitnesses(ctx))
      if (values.json) io.out(JSON.stringify(witnesses))
      else for (const witness of witnesses) io.out(witnessLine(witness))
      return 0
    }
    if (what !== 'declare-loss')
      throw new UsageError(
        what === undefined ? `say ${Object.keys(moves).join(', ')}, declare-loss or witnesses` : `there is no "audit ${what}"`,
      )
    const loss = await withServices(io, (ctx) => findOpenLoss(ctx))
    if (values.json) io.out(JSON.stringify(loss))
    else for (const line of describe(loss)) io.out(line)
    return loss === null ? 0 : 1
  },
}

function describe(loss: OpenLoss | null): string[] {
  if (loss === null) return ['Nothing is to be declared: agents have seen nothing of the record that is not here.']
  const { seenSize, commonSize, agents, foundAtMs, declared } = loss
  return [
    `${agents.length} agents have seen ${seenSize} entries that this hub signed; only the first ${commonSize} are here (found ${new Date(foundAtMs).toISOString()}).`,
    'The hub signs nothing until two administrators of the whole chain have declared it: every page of the dashboard asks them to.',
    declared === null
      ? 'Nobody has declared it yet.'
      : `${declared.name} declared it at ${new Date(declared.atMs).toISOString()} ("${declared.why}"); somebody else must confirm it within an hour.`,
  ]
}

function witnessLine({ storeCode, agentName, witness, size, cosignedAtMs }: WitnessListed): string {
  return `${storeCode}  ${agentName}  ${size} entries  ${new Date(cosignedAtMs).toISOString()}  ${witness}`
}
