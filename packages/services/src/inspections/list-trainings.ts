import type { ServiceContext } from '../context.ts'
import { type PersonRole, permissionTable, personRoles } from '../permissions/permission-table.ts'
import { reachOf } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'

export interface Training {
  readonly id: string
  readonly topic: string
  /** `2026-10-01` */
  readonly heldOn: string
  readonly validUntil: string
  readonly evidence: string
  readonly recordedBy: string | null
  readonly withdrawnWhy: string | null
}

export interface Inspector {
  readonly id: string
  readonly name: string
  readonly role: PersonRole
  /** The last day it is valid; null: no valid training. */
  readonly validUntil: string | null
  /** The newest first. */
  readonly trainings: readonly Training[]
}

const inspectorRoles = personRoles.filter((role) => permissionTable[role]['inspections.do'])
const MOST_LISTED = 1_000

/** Everybody who may inspect, those without valid training first. Whoever reaches a part of the chain sees their own only: accounts belong to no part. */
export async function listTrainings(ctx: ServiceContext): Promise<Inspector[]> {
  const { actor } = ctx
  const only = reachOf(actor).kind === 'chain' ? null : actor.kind === 'user' ? actor.id : ''
  return readTogether(ctx, (rows) =>
    rows<Inspector>(
      `select u.id, u.name, u.role, v.until::text as "validUntil", coalesce((
         select json_agg(json_build_object('id', t.id, 'topic', t.topic, 'heldOn', t.held_on, 'validUntil', t.valid_until, 'evidence', t.evidence,
           'recordedBy', (select r.name from "user" r where t.recorded_by = 'user:' || r.id), 'withdrawnWhy', t.withdrawn_why) order by t.recorded_at desc)
         from inspector_training t where t.person_id = u.id), '[]') as trainings
       from "user" u left join lateral (select max(t.valid_until) as until from inspector_training t
         where t.person_id = u.id and t.withdrawn_at is null and $1::date between t.held_on and t.valid_until) v on true
       where u.state = 'active' and u.role = any($2) and ($3::text is null or u.id = $3)
       order by v.until nulls first, lower(u.name), u.id limit ${MOST_LISTED}`,
      ctx.now().toISOString().slice(0, 10),
      inspectorRoles,
      only,
    ),
  )
}
