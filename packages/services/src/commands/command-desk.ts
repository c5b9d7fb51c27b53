import { canonicalJson, signText } from '@counterfoil/audit'
import { type CommandKey, commandKeyText, commandText, type SignedCommand } from '@counterfoil/protocol'
import type pg from 'pg'
import type { HubKey } from '../vault/index.ts'

/** The hub's hand in commands: what agents are told of its key, and the commands that wait for one of them. */
export interface CommandDesk {
  key(hubId: string): CommandKey
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

interface OpenCommand {
  readonly id: string
  readonly counter: number
  readonly kind: string
  readonly args: Readonly<Record<string, string | number>>
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly notBefore: Date
  readonly expiresAt: Date
  readonly signedOrder: string | null
  readonly signature: Buffer | null
}

/** A command told so lately is not told again by the sweep; a new connection tells it at once. */
const TELL_AGAIN_AFTER_MS = 60_000

export function createCommandDesk({ pool, now, keys }: CommandDeskOptions): CommandDesk {
  const [current, ...before] = keys
  const publicKey = textOf(current)

  function sign(agent: { readonly uid: string; readonly epoch: number }, command: OpenCommand): SignedCommand {
    if (command.signedOrder !== null && command.signature !== null)
      return { order: command.signedOrder, signature: command.signature.toString('base64') }
    const order = canonicalJson({
      v: 1,
      command: command.id,
      agentId: agent.uid,
      epoch: agent.epoch,
      kind: command.kind,
      args: command.args,
      issuedAtMs: command.requestedAt.getTime(),
      notBeforeMs: command.notBefore.getTime(),
      expiresAtMs: command.expiresAt.getTime(),
      counter: command.counter,
      requester: `user:${command.requestedBy}`,
      approvals: [],
    })
    return { order, signature: signText(current.privateKey, commandText(order)) }
  }

  return {
    key: (hubId) => ({
      publicKey,
      vouchers: before.map((key) => ({
        by: textOf(key),
        signature: signText(key.privateKey, commandKeyText(hubId, publicKey)),
      })),
    }),
    async take(agent) {
      const { rows } = await pool.query<OpenCommand>(
        `select id::text as id, counter, kind, args, requested_by as "requestedBy", requested_at as "requestedAt",
                not_before as "notBefore", expires_at as "expiresAt", signed_order as "signedOrder", signature
         from agent_command where agent_id = $1 and epoch = $2 and state <> 'ended' and expires_at > $3 order by counter`,
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
         where state <> 'ended' and expires_at > $2 and (told_at is null or told_at < $3) and agent_id = any ($1)`,
        [agentIds, now(), new Date(now().getTime() - TELL_AGAIN_AFTER_MS)],
      )
      return rows.map(({ id }) => id)
    },
  }
}

function textOf({ publicKey }: HubKey): string {
  return Buffer.from(publicKey).toString('base64')
}
