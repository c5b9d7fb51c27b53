import { canonicalJson, signText } from '@counterfoil/audit'
import { type Approvers, type CommandKey, commandKeyText, commandText, type SignedCommand } from '@counterfoil/protocol'
import type pg from 'pg'
import type { HubKey } from '../vault/index.ts'
import { type OrderedCommand, orderOf } from './order-of.ts'

/** The hub's hand in commands: what agents are told of its key, and the commands that wait for one of them. */
export interface CommandDesk {
  key(hubId: string): CommandKey
  /** The lists of approvers the agent has not got yet, in order; the newest alone for one that has none. */
  takeApprovers(agent: { readonly id: number; readonly epoch: number }): Promise<Approvers | null>
  /** Everything the agent has to be told, oldest first; signed now where it is not yet. */
  take(agent: { readonly id: number; readonly uid: string; readonly epoch: number }): Promise<readonly SignedCommand[]>
  /** Of these agents, those with something to be told. */
  findWaiting(agentIds: readonly number[]): Promise<number[]>
}

export interface CommandDeskOptions {
  readonly pool: pg.Pool
  readonly now: () => Date
  /** The key in use first, then those before it. */
  readonly keys: readonly [HubKey, ...HubKey[]]
}

interface OpenCommand extends OrderedCommand {
  readonly signedOrder: string | null
  readonly signature: Buffer | null
}

/** Of a list's successors. Whoever has missed more gets the next ones with the next connection. */
const ROSTERS_AT_ONCE = 32
/** Agents that learn of a new list with one sweep: a list is no reason to write to ten thousand at once. */
const TOLD_AT_ONCE = 200

/** A command told so lately is not told again by the sweep; a new connection tells it at once. */
const TELL_AGAIN_AFTER_MS = 60_000

export function createCommandDesk({ pool, now, keys }: CommandDeskOptions): CommandDesk {
  const [current, ...before] = keys
  const publicKey = textOf(current)

  function sign(agent: { readonly uid: string; readonly epoch: number }, command: OpenCommand): SignedCommand {
    if (command.signedOrder !== null && command.signature !== null)
      return { order: command.signedOrder, signature: command.signature.toString('base64') }
    const order = canonicalJson(orderOf(agent, command))
    return { order, signature: signText(current.privateKey, commandText(order)) }
  }

  /** What waited for its hour gets its number now: whatever was asked meanwhile would have been above it. */
  async function numberDue(agent: { readonly id: number; readonly epoch: number }): Promise<void> {
    await pool.query(
      `with due as (
         select id, row_number() over (order by requested_at, id) as place, count(*) over () as all_due from agent_command
         where agent_id = $1 and epoch = $2 and state = 'planned' and not_before <= $3 and expires_at > $3),
       numbered as (
         update agent set command_counter = command_counter + (select max(all_due) from due)
         where id = $1 and exists (select from due) returning command_counter)
       update agent_command c set state = 'waiting', counter = numbered.command_counter - due.all_due + due.place
       from due, numbered where c.id = due.id and c.state = 'planned'`,
      [agent.id, agent.epoch, now()],
    )
  }

  return {
    key: (hubId) => ({
      publicKey,
      vouchers: before.map((key) => ({
        by: textOf(key),
        signature: signText(key.privateKey, commandKeyText(hubId, publicKey)),
      })),
    }),
    async takeApprovers(agent) {
      const { rows } = await pool.query<{ number: number; roster: string; approvals: Approvers['rosters'][number]['approvals'] }>(
        `with known as (select case when roster_epoch = $2 then roster_number else 0 end as number from agent where id = $1)
         select r.number, r.roster, (select coalesce(json_agg(p.approval order by p.approved_at), '[]') from approver_roster_approval p where p.number = r.number) as approvals
         from approver_roster r, known k
         where r.in_force_since is not null and r.number > k.number
           and (k.number > 0 or r.number = (select max(number) from approver_roster where in_force_since is not null))
         order by r.number limit ${ROSTERS_AT_ONCE}`,
        [agent.id, agent.epoch],
      )
      const last = rows.at(-1)
      if (last === undefined) return null
      await pool.query('update agent set roster_told = $2 where id = $1 and roster_told <> $2', [agent.id, last.number])
      return { rosters: rows.map(({ roster, approvals }) => ({ roster, approvals })) }
    },
    async take(agent) {
      await numberDue(agent)
      const { rows } = await pool.query<OpenCommand>(
        `select id::text as id, counter, (select coalesce(json_agg(p.approval order by p.approved_at), '[]') from agent_command_approval p where p.command_id = agent_command.id) as approvals, kind, args, requested_by as "requestedBy", requested_at as "requestedAt",
                not_before as "notBefore", expires_at as "expiresAt", signed_order as "signedOrder", signature
         from agent_command where agent_id = $1 and epoch = $2 and state not in ('proposed', 'planned', 'ended') and expires_at > $3 order by counter`,
        [agent.id, agent.epoch, now()],
      )
      if (rows.length === 0) return []
      const signed = rows.map((command) => sign(agent, command))
      // Written before it is sent: what an agent was told is always known here. Two hubs that do this at once sign the same.
      const { rows: told } = await pool.query<{ id: string }>(
        `update agent_command c set state = case when c.state = 'waiting' then 'sent' else c.state end,
                signed_order = coalesce(c.signed_order, s.signed), signature = coalesce(c.signature, s.signature), key_id = coalesce(c.key_id, $5),
                sent_at = coalesce(c.sent_at, $4), told_at = $4
         from unnest($1::uuid[], $2::text[], $3::bytea[]) as s (id, signed, signature)
         where c.id = s.id and c.state <> 'ended' returning c.id::text as id`,
        [
          rows.map(({ id }) => id),
          signed.map(({ order }) => order),
          signed.map(({ signature }) => Buffer.from(signature, 'base64')),
          now(),
          current.id,
        ],
      )
      const still = new Set(told.map(({ id }) => id))
      return signed.filter((_, index) => still.has(rows[index]?.id ?? ''))
    },
    async findWaiting(agentIds) {
      const { rows } = await pool.query<{ id: number }>(
        `select distinct agent_id as id from agent_command
         where state not in ('proposed', 'ended') and not_before <= $2 and expires_at > $2 and (told_at is null or told_at < $3) and agent_id = any ($1)`,
        [agentIds, now(), new Date(now().getTime() - TELL_AGAIN_AFTER_MS)],
      )
      const behind = await pool.query<{ id: number }>(
        `select id from agent where id = any ($1) and state = 'active'
           and roster_told < (select max(number) from approver_roster where in_force_since is not null) limit ${TOLD_AT_ONCE}`,
        [agentIds],
      )
      return [...new Set([...rows, ...behind.rows].map(({ id }) => id))]
    },
  }
}

function textOf({ publicKey }: HubKey): string {
  return Buffer.from(publicKey).toString('base64')
}
