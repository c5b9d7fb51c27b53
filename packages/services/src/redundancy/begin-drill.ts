import { notifyChange } from '@counterfoil/db/connections'
import { DRILL_SECONDS_LEAST, DRILL_SECONDS_MOST, RowId } from '@counterfoil/protocol'
import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import { insertCommand } from '../commands/insert-command.ts'
import { personOf } from '../commissioning/find-commissioning.ts'
import { findStoreWithin } from '../commissioning/find-store-within.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import type { Axis } from './axes.ts'
import { judgeRedundancy, type PartNow } from './judge-redundancy.ts'
import { readStoreFacts } from './read-store-facts.ts'

const MOST_MINUTES = 60
/** The agent takes the command within it, or the drill shows nothing. */
const COMMAND_GOOD_FOR_MS = 120_000
/** So long the agent may take to come back. */
const WAY_BACK_MS = 120_000
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

const words = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)
const reason = words(500)

export const BeginHubDrillInput = z.strictObject({
  storeId: RowId,
  agentId: RowId,
  seconds: z.int().min(DRILL_SECONDS_LEAST).max(DRILL_SECONDS_MOST),
  reason,
})
export type BeginHubDrillInput = z.infer<typeof BeginHubDrillInput>

export const BeginDrillInput = z.strictObject({
  storeId: RowId,
  axis: z.enum(['path', 'terminal', 'acquirer']),
  /** A lane, an acquirer, or `store`. */
  subject: words(200),
  minutes: z.int().min(1).max(MOST_MINUTES),
  reason,
  /** Whoever begins says that the main line is out already: nobody here could see it. */
  lineIsOut: z.boolean().default(false),
})
export type BeginDrillInput = z.input<typeof BeginDrillInput>

export interface BegunDrill {
  readonly drillId: string
  readonly endsAt: Date
}

/**
 * Has an agent go over to its next address of the hub for so long; the caller has seen to a fresh factor. Throws `not_found` beyond
 * the actor's reach, `conflict` for an agent with one address or that is away, and while another drill of the store is running.
 */
export async function beginHubDrill(ctx: ServiceContext, input: BeginHubDrillInput): Promise<BegunDrill> {
  const { storeId, agentId, seconds } = input
  const now = ctx.now()
  const commandId = ctx.newId()
  const endsAt = new Date(now.getTime() + COMMAND_GOOD_FOR_MS + seconds * SECOND_MS + WAY_BACK_MS)
  const begun = await begin(
    ctx,
    { ...input, axis: 'hub', subject: String(agentId), endsAt, commandId },
    async (client, begunBy) => {
      const { rows } = await client.query<{ epoch: number; connected: boolean | null }>(
        `select a.epoch, p.connected from agent a left join agent_presence p on p.agent_id = a.id and p.until is null
       where a.id = $1 and a.store_id = $2 and a.state = 'active'`,
        [agentId, storeId],
      )
      const [agent] = rows
      if (agent?.connected !== true)
        throw new ServiceError('conflict', 'This agent is not connected: there is nothing to leave.', { reason: 'agent_away' })
      await insertCommand(client, {
        ...{ commandId, agentId, epoch: agent.epoch, kind: 'link.drill', args: { seconds }, reason: input.reason },
        ...{ requestedBy: begunBy, requestedAt: now, notBefore: now, state: 'waiting' },
        expiresAt: new Date(now.getTime() + COMMAND_GOOD_FOR_MS),
      })
      return { seconds, commandId }
    },
  )
  await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
  return begun
}

/** Has the hub watch for what people in the store do: a cable, a line, another acquirer. Throws as `beginHubDrill`, and `invalid`. */
export async function beginDrill(ctx: ServiceContext, input: z.output<typeof BeginDrillInput>): Promise<BegunDrill> {
  const { axis, minutes, lineIsOut } = input
  if (axis === 'path' && !lineIsOut)
    throw new ServiceError('invalid', 'Take the main line away first, and say so: nobody here could see it.', {
      field: 'lineIsOut',
      reason: 'line_out_wanted',
    })
  const endsAt = new Date(ctx.now().getTime() + minutes * MINUTE_MS)
  return begin(ctx, { ...input, endsAt, commandId: null }, async () => ({ minutes, ...(axis === 'path' && { lineIsOut }) }))
}

interface Wanted {
  readonly storeId: number
  readonly axis: Axis
  readonly subject: string
  readonly reason: string
  readonly endsAt: Date
  readonly commandId: string | null
}

/** What one of the kinds does besides, in the same transaction; returns what of it stands in the record. */
type Besides = (client: pg.PoolClient, begunBy: string) => Promise<Readonly<Record<string, string | number | boolean>>>

async function begin(ctx: ServiceContext, wanted: Wanted, besides: Besides): Promise<BegunDrill> {
  const begunBy = personOf(ctx)
  const { storeId, axis, subject, reason: why, endsAt, commandId } = wanted
  const drillId = ctx.newId()
  const now = ctx.now()
  await inTransaction(ctx, async (client) => {
    const store = await findStoreWithin(ctx, client, storeId)
    const { main, spares } = await findPart(client, wanted, now)
    const spare = spares[0] ?? ''
    const { rowCount } = await client.query(
      `insert into redundancy_drill (id, store_id, axis, subject, main, spare, reason, command_id, state, begun_by, begun_at, ends_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'running', $9, $10, $11) on conflict (store_id) where state = 'running' do nothing`,
      [drillId, storeId, axis, subject, (main ?? '').slice(0, 200), spare, why, commandId, begunBy, now, endsAt],
    )
    if (rowCount === 0)
      throw new ServiceError('conflict', 'A drill of this store is running: it ends by itself, or is stopped.', {
        reason: 'drill_running',
      })
    const more = await besides(client, begunBy)
    await recordAct(ctx, client, {
      action: 'redundancy.drill_begun',
      target: { type: 'redundancy_drill', id: drillId },
      after: { storeId, store: store.code, axis, subject, main: main ?? '', spare, endsAt: endsAt.getTime(), ...more },
      personal: { why },
    })
  })
  return { drillId, endsAt }
}

async function findPart(client: pg.PoolClient, { storeId, axis, subject }: Wanted, now: Date): Promise<PartNow> {
  const asked = { storeIds: [storeId], nowMs: now.getTime(), withEvents: false }
  const facts = (await readStoreFacts(rowsThrough(client), asked)).get(storeId)
  const judged = facts === undefined ? [] : judgeRedundancy(facts, now.getTime())
  const part = judged.find((one) => one.axis === axis)?.parts.find((one) => one.subject === subject)
  if (part === undefined) throw new ServiceError('not_found', 'There is no such thing at this store.', { reason: 'no_part' })
  if (part.spares.length === 0)
    throw new ServiceError('conflict', 'There is nothing that could take its place.', { reason: 'nothing_spare' })
  return part
}
