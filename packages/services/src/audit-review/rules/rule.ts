import type { z } from 'zod'

/** An entry as rules see it. */
export interface SeenEntry {
  readonly id: string
  readonly index: number
  readonly action: string
  readonly outcome: string
  readonly reason: string | null
  readonly actor: { readonly type: string; readonly id: string }
  readonly target: { readonly type: string; readonly id: string }
  readonly actedAtMs: number
  readonly recordedAtMs: number
  /** Where it came from; null where that is not known, or was erased. */
  readonly address: string | null
  readonly before: unknown
  readonly after: unknown
  /** In an entry about agents' batches: numbers missing before one of them. */
  readonly gaps: readonly MissingNumbers[]
}

export interface MissingNumbers {
  readonly agentId: number
  readonly epoch: number
  readonly first: number
  readonly last: number
}

export interface Found {
  /** By what a rule that counts has counted: after a finding it begins anew. */
  readonly key?: string
  readonly facts: Readonly<Record<string, string | number>>
}

/** The entries before this one that the rule asked for, oldest first. */
export type Past = readonly SeenEntry[]

/** When a chain works. */
export interface Calendar {
  readonly timeZone: string
  readonly from: number
  readonly to: number
  /** 1 is Monday. */
  readonly weekdays: readonly number[]
}

export interface Surroundings {
  readonly past: Past
  readonly calendar: Calendar
  /** The index of this rule's last finding for a key; -1 without one. */
  readonly lastFound: (key: string) => number
}

export interface Rule<Parameters = unknown> {
  readonly parameters: z.ZodType<Parameters>
  readonly defaults: Parameters
  /** Entries of these actions stay in mind for so long. */
  readonly remembers?: (parameters: Parameters) => { readonly actions: readonly string[]; readonly forMs: number }
  readonly judge: (entry: SeenEntry, parameters: Parameters, around: Surroundings) => Found | null
}

/** Keeps a rule's parameters and what it does with them together; the registry holds rules of all kinds. */
export function defineRule<Parameters>(rule: Rule<Parameters>): Rule {
  const read = (given: unknown) => rule.parameters.parse(given)
  const { remembers } = rule
  return {
    parameters: rule.parameters,
    defaults: rule.defaults,
    ...(remembers === undefined ? {} : { remembers: (given: unknown) => remembers(read(given)) }),
    judge: (entry, given, around) => rule.judge(entry, read(given), around),
  }
}

/** A field of what an entry holds before or after. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}
