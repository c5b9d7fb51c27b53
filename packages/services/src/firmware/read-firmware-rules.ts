import { epochMs, type ReadRows } from '../read-rows.ts'
import type { FirmwareBounds } from './judge-firmware.ts'

export interface FirmwareRule extends FirmwareBounds {
  readonly make: string
  readonly model: string
  readonly version: number
  readonly why: string
  readonly setAtMs: number
  /** A person's name; null for what no person said. */
  readonly setBy: string | null
}

/** The newest word of every model, those that were ended among them. */
export const readFirmwareRules = (rows: ReadRows): Promise<FirmwareRule[]> =>
  rows<FirmwareRule>(
    `select distinct on (upper(r.make), upper(r.model)) r.make, r.model, r.version, r.least, r.current, r.why, ${epochMs('r.set_at')} as "setAtMs",
       (select u.name from "user" u where r.set_by = 'user:' || u.id) as "setBy"
     from firmware_rule r order by upper(r.make), upper(r.model), r.version desc`,
  )

export const isInForce = ({ least, current }: FirmwareBounds): boolean => least !== null || current !== null

/** As names of makers and models are compared. */
export const plainName = (name: string | null): string => (name ?? '').trim().toUpperCase()

/**
 * The rule of a model. Of a terminal that nobody described, only the model it tells is known: it is judged where one maker alone has
 * a model of that name on the list.
 */
export function ruleOf(
  rules: readonly FirmwareRule[],
  { make, model }: { readonly make: string | null; readonly model: string | null },
): FirmwareRule | null {
  const named = model === null ? [] : rules.filter((rule) => plainName(rule.model) === plainName(model))
  if (make !== null) return named.find((rule) => plainName(rule.make) === plainName(make)) ?? null
  return named.length === 1 ? (named[0] ?? null) : null
}

/** SQL text: what device `d` with terminal `t` runs: what the terminal tells, else what people wrote. */
export const runsFirmware = `coalesce(nullif(btrim(t.software), ''), d.firmware)`
/** SQL text: its model, as people say it, else as the terminal tells. */
export const isModel = `coalesce(d.model, nullif(btrim(t.model), ''))`
