import type { AuditFilter } from '@counterfoil/services/audit'
import { auditActions, outcomes, requirements, touchableTypes } from '@counterfoil/services/audit/vocabulary'
import { parseLocalTime } from '../../components/format/local-time.ts'

export const filterNames = ['who', 'thing', 'action', 'req', 'outcome', 'from', 'to', 'q', 'heads'] as const
export type FilterName = (typeof filterNames)[number]

/** What stands in the address, as people may have typed it. */
export type AuditAddress = Readonly<Partial<Record<FilterName, string>>>

export function readAddress(search: Pick<URLSearchParams, 'get'>): AuditAddress {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = search.get(name)?.trim()
      return value ? [[name, value]] : []
    }),
  )
}

/** The question to the server; what cannot be read is left out, so that an old link still opens. Times are in `timeZone`. */
export function toAuditFilter(address: AuditAddress, timeZone: string): AuditFilter {
  const actions = Object.keys(auditActions) as NonNullable<AuditFilter['action']>[]
  return dropUndefined({
    actor: short(address.who, 200),
    thing: parseThing(address.thing),
    action: oneOf(actions, address.action),
    requirement: oneOf(requirements, address.req),
    outcome: oneOf(outcomes, address.outcome),
    fromMs: parseLocalTime(address.from, timeZone) ?? undefined,
    toMs: parseLocalTime(address.to, timeZone) ?? undefined,
    text: short(address.q, 100),
    heads: address.heads === 'yes' ? true : undefined,
  })
}

/** `person:0198…`: what is asked for with all that touched it. */
export function parseThing(text: string | undefined): AuditFilter['thing'] {
  const [, type, id] = text?.match(/^([a-z_]+):(.+)$/) ?? []
  const known = touchableTypes.find((one) => one === type)
  return known === undefined || short(id, 200) === undefined || id === undefined ? undefined : { type: known, id }
}

/** A saved question as an address; its times as they are in `timeZone`. */
export function toAddress(filter: AuditFilter, formatTime: (ms: number) => string): AuditAddress {
  const { actor, thing, action, requirement, outcome, fromMs, toMs, text, heads } = filter
  const told: Partial<Record<FilterName, string | undefined>> = {
    who: actor,
    thing: thing && `${thing.type}:${thing.id}`,
    action,
    req: requirement,
    outcome,
    from: fromMs === undefined ? undefined : formatTime(fromMs),
    to: toMs === undefined ? undefined : formatTime(toMs),
    q: text,
    heads: heads ? 'yes' : undefined,
  }
  return dropUndefined(told)
}

type Told<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> }

function dropUndefined<Value extends object>(value: Value): Told<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Told<Value>
}

function oneOf<Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined {
  return values.find((value) => value === text)
}

function short(text: string | undefined, length: number): string | undefined {
  return text !== undefined && text.length <= length ? text : undefined
}
