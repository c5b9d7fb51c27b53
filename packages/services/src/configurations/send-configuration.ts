import { createHash } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { TRIAL_SECONDS } from '@counterfoil/protocol'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import { pace } from '../command-groups/begin-group.ts'
import { countDisturbed } from '../command-groups/count-disturbed.ts'
import { lockBeginning } from '../command-groups/insert-group.ts'
import { lockConfigurations } from '../command-groups/tell-configurations.ts'
import { insertCommand } from '../commands/insert-command.ts'
import type { ServiceContext } from '../context.ts'
import { SettingPlace } from '../device-settings/setting-place.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { beginConfigurationGroup } from './begin-configuration-group.ts'
import { findWindow, WindowText } from './find-window.ts'
import { changingOf, planConfiguration, summarise } from './preview-configuration.ts'
import { contentOf, type DriverSchema, diffContent, documentText } from './wanted-content.ts'

/** What is sent at once is good for so long, for a terminal that is busy or a store that is away. */
const GOOD_FOR_MINUTES = 60

export const SendConfigurationInput = z.strictObject({
  place: SettingPlace,
  /** Of the preview that was looked at. */
  token: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().trim().min(1).max(500),
  /** By each store's own clock; null: at once. */
  window: WindowText.nullable(),
  trialSeconds: z.int().min(TRIAL_SECONDS.least).max(TRIAL_SECONDS.most).default(TRIAL_SECONDS.usual),
  /** For more agents than go at once. */
  ...pace,
})
export type SendConfigurationInput = z.input<typeof SendConfigurationInput>

export interface SentConfigurations {
  readonly sent: number
  /** Which could not be sent anything, though they differ. */
  readonly blocked: number
  /** More than go at once go as this group; in many stores it waits for a second person. Null: all were sent. */
  readonly group: { readonly groupId: string; readonly waits: boolean } | null
}

/**
 * Sends what is said for them to the agents below a place, each as a numbered document in a command of its own. Throws `conflict`
 * where something changed since it was looked at, `invalid` where nothing would change, `too_many` for more groups than may be open.
 */
export async function sendConfiguration(
  ctx: ServiceContext,
  drivers: readonly DriverSchema[],
  { place, token, reason, window, trialSeconds, atOnce, perMinute }: z.output<typeof SendConfigurationInput>,
): Promise<SentConfigurations> {
  if (ctx.actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people may set agents.')
  const requestedBy = ctx.actor.id
  const sent = await inTransaction(ctx, async (client) => {
    const rows = rowsThrough(client)
    // Of two who send at once the second finds it under way.
    await lockConfigurations(client)
    await lockBeginning(client)
    const plan = await planConfiguration(ctx, rows, drivers, place)
    const summary = summarise(plan, await countDisturbed(ctx, rows, changingOf(plan)))
    if (summary.token !== token)
      throw new ServiceError('conflict', 'Something changed since you looked. Look at it again.', { reason: 'changed_meanwhile' })
    const changing = plan.planned.filter(({ preview }) => preview.obstacle === null)
    if (changing.length === 0)
      throw new ServiceError('invalid', 'There is nothing to send.', { field: 'place', reason: 'nothing_to_send' })
    if (summary.isPaced) {
      const waits = summary.takesTwo
      const asked = { place, token, reason, window, trialSeconds, atOnce, perMinute, requestedBy, changing, waits }
      return { agents: [], blocked: summary.blocked, group: await beginConfigurationGroup(ctx, client, asked) }
    }
    const now = ctx.now()
    for (const { agent, content } of changing) {
      const number = agent.last + 1
      const document = documentText(content, number)
      const hash = createHash('sha256').update(document).digest()
      const commandId = ctx.newId()
      const span =
        window === null
          ? { notBefore: now, expiresAt: new Date(now.getTime() + GOOD_FOR_MINUTES * 60_000) }
          : await findWindow(rows, agent.storeId, window, now)
      await insertCommand(client, {
        ...{
          commandId,
          agentId: agent.agentId,
          epoch: agent.epoch,
          kind: 'agent.configure',
          reason,
          requestedBy,
          requestedAt: now,
        },
        ...span,
        args: { number, hash: hash.toString('hex'), document, trialSeconds },
        state: span.notBefore > now ? 'planned' : 'waiting',
      })
      await client.query(
        `insert into agent_configuration (agent_id, number, epoch, document, hash, why, made_by, made_at, command_id, state_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`,
        [agent.agentId, number, agent.epoch, document, hash, reason, requestedBy, now, commandId],
      )
      await recordAct(ctx, client, {
        action: 'configuration.sent',
        target: { type: 'agent', id: String(agent.agentId) },
        before: { number: agent.inForce ?? 0 },
        after: {
          ...{ storeId: agent.storeId, number, hash: hash.toString('hex'), commandId, trialSeconds },
          ...{ notBefore: span.notBefore.getTime(), expiresAt: span.expiresAt.getTime() },
          changes: diffContent(contentOf(agent.document), content),
        },
        personal: { why: reason },
      })
    }
    return { agents: changing.map(({ agent }) => agent.agentId), blocked: summary.blocked, group: null }
  })
  for (const agentId of sent.agents) await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
  return { sent: sent.agents.length, blocked: sent.blocked, group: sent.group }
}
