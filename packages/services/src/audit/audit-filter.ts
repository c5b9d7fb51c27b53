import { InstantMs } from '@counterfoil/protocol'
import { z } from 'zod'
import { type AuditAction, auditActions } from './audit-actions.ts'
import { outcomes, requirements, touchableTypes } from './vocabulary/filter-values.ts'

const Id = z.string().min(1).max(200)
const actions = Object.keys(auditActions) as [AuditAction, ...AuditAction[]]

/** What the log can be narrowed to; everything left out means all. */
export const AuditFilter = z.strictObject({
  /** Who did it: the id of a person, a token, an agent, or the name of a part of the product. */
  actor: Id.optional(),
  /** Done to it, or by it. */
  thing: z.strictObject({ type: z.enum(touchableTypes), id: Id }).optional(),
  action: z.enum(actions).optional(),
  requirement: z.enum(requirements).optional(),
  outcome: z.enum(outcomes).optional(),
  fromMs: InstantMs.optional(),
  /** Exclusive. */
  toMs: InstantMs.optional(),
  /** Words of names, addresses, notes, ids or reasons, or their beginnings. */
  text: z.string().trim().min(1).max(100).optional(),
  /** Also the heads of agents' batches, which come several times a second. */
  heads: z.boolean().optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** A condition over `audit_entry e` and the values of its parameters, which begin at `$1`. */
export interface SqlCondition {
  readonly text: string
  readonly values: unknown[]
}

/** The actions logged for a requirement. */
function actionsFor(requirement: string): string[] {
  return actions.filter((action) => auditActions[action].some((one) => one === requirement))
}

/** Actor types whose ids are those of the thing they are. */
const actorTypes: Readonly<Record<string, string>> = { person: 'user', token: 'token', screen: 'screen', agent: 'agent' }

/** All but the words, which are looked up first. Only parameters carry what people typed. */
export function auditCondition(filter: AuditFilter): SqlCondition {
  const values: unknown[] = []
  const parts: string[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const add = <Value>(value: Value | undefined, condition: (value: Value) => string) => {
    if (value !== undefined) parts.push(condition(value))
  }
  add(filter.actor, (id) => `e.actor_id = ${parameter(storable(id))}`)
  add(filter.thing, ({ type, id }) => {
    const target = `e.target_type = ${parameter(type)} and e.target_id = ${parameter(storable(id))}`
    const actorType = actorTypes[type]
    if (actorType === undefined) return target
    return `(${target} or e.actor_type = ${parameter(actorType)} and e.actor_id = ${parameter(storable(id))})`
  })
  add(filter.action, (action) => `e.action = ${parameter(action)}`)
  add(filter.requirement, (requirement) => `e.action = any(${parameter(actionsFor(requirement))}::text[])`)
  add(filter.outcome, (outcome) =>
    // Written out: the index of what was refused and what failed is for it.
    outcome === 'done' ? `e.outcome = 'done'` : `e.outcome = ${parameter(outcome)} and e.outcome <> 'done'`,
  )
  add(filter.fromMs, (ms) => `e.recorded_at >= ${parameter(new Date(ms))}::timestamptz`)
  add(filter.toMs, (ms) => `e.recorded_at < ${parameter(new Date(ms))}::timestamptz`)
  if (filter.heads !== true) parts.push(`e.action <> 'agents.heads'`)
  return { text: parts.length === 0 ? 'true' : parts.join('\n and '), values }
}

/** PostgreSQL's text holds no U+0000, so nothing is called that. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd')
}
