import { randomBytes } from 'node:crypto'
import { encodeAuditEntry, type PersonalValue, SALT_BYTES } from '@counterfoil/audit'
import type { Actor, ServiceContext } from '../context.ts'
import { type AuditAction, auditActions } from './audit-actions.ts'

/** One thing somebody did, or tried to do. */
export interface Act {
  readonly action: AuditAction
  /** What it was done to, e.g. `{ type: 'person', id }`. */
  readonly target: { readonly type: string; readonly id: string }
  readonly outcome?: 'done' | 'refused' | 'failed'
  /** A stable word for why it was refused or failed. */
  readonly reason?: string
  /** What it was and what it is, without names, addresses or secrets. */
  readonly before?: unknown
  readonly after?: unknown
  /** What may have to be erased one day, by name: e-mail addresses, names, free text. Never a secret. */
  readonly personal?: Readonly<Record<string, string>>
}

export type ActContext = Pick<ServiceContext, 'actor' | 'origin' | 'requestId' | 'now' | 'newId'>

/** The rows of one act. */
export interface BuiltEntry {
  readonly id: string
  readonly actedAt: Date
  readonly action: AuditAction
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly actorType: string
  readonly actorId: string
  readonly targetType: string
  readonly targetId: string
  readonly reason: string | null
  readonly requestId: string | null
  readonly body: Uint8Array<ArrayBuffer>
  readonly personal: readonly (PersonalValue & { readonly salt: Uint8Array<ArrayBuffer> })[]
}

const LONGEST_PERSONAL_VALUE = 1_000

export function buildEntry(ctx: ActContext, act: Act): BuiltEntry {
  const { action, target, outcome = 'done' } = act
  const id = ctx.newId()
  const actedAt = ctx.now()
  const actor = entryActor(ctx.actor)
  const personal = Object.entries({ ...originOf(ctx), ...act.personal }).map(([name, value]) => ({
    name,
    salt: new Uint8Array(randomBytes(SALT_BYTES)),
    value: storable(value),
  }))
  const body = encodeAuditEntry({
    id,
    timeMs: actedAt.getTime(),
    actor,
    action,
    pci: auditActions[action],
    target,
    outcome,
    ...(act.reason === undefined ? {} : { reason: act.reason }),
    ...(ctx.requestId === undefined ? {} : { request: ctx.requestId }),
    ...(act.before === undefined ? {} : { before: act.before }),
    ...(act.after === undefined ? {} : { after: act.after }),
    personal,
  })
  const { type: actorType, id: actorId } = actor
  return {
    id,
    actedAt,
    action,
    outcome,
    actorType,
    actorId,
    targetType: target.type,
    targetId: target.id,
    reason: act.reason ?? null,
    requestId: ctx.requestId ?? null,
    body: new Uint8Array(body),
    personal,
  }
}

/** PostgreSQL's text holds neither U+0000 nor half of a surrogate pair; what was typed is not trusted to be short either. */
function storable(value: string): string {
  return value.slice(0, LONGEST_PERSONAL_VALUE).toWellFormed().replaceAll('\u0000', '\ufffd')
}

function entryActor(actor: Actor) {
  switch (actor.kind) {
    case 'user':
      return { type: actor.kind, id: actor.id, session: actor.sessionId, factors: actor.factors }
    case 'token':
    case 'screen':
      return { type: actor.kind, id: actor.id }
    case 'agent':
      return { type: actor.kind, id: String(actor.id) }
    case 'system':
      return { type: actor.kind, id: actor.name }
  }
}

function originOf({ origin }: ActContext): Readonly<Record<string, string>> {
  if (origin === undefined) return {}
  return {
    'origin.ip': origin.address,
    ...(origin.userAgent === undefined ? {} : { 'origin.userAgent': origin.userAgent }),
  }
}
