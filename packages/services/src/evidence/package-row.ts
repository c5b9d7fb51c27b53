import { z } from 'zod'
import { type Language, languages } from '../evidence-package/section.ts'

export const cadences = ['monthly', 'quarterly'] as const
export type Cadence = (typeof cadences)[number]
export const EvidenceLanguage = z.enum(languages)

/** A package as the page lists it. */
export interface ListedPackage {
  readonly id: string
  readonly firstDay: string
  readonly lastDay: string
  readonly language: Language
  readonly askedAt: Date
  /** Null: it was made on a schedule. */
  readonly askedBy: string | null
  readonly cadence: Cadence | null
  readonly madeAt: Date | null
  readonly entries: number | null
  readonly bytes: number | null
  readonly sha256: string | null
  readonly trouble: string | null
}

export const packageColumns = `p.id, p.first_day::text as "firstDay", p.last_day::text as "lastDay", p.language, p.asked_at as "askedAt",
  u.name as "askedBy", p.cadence, p.made_at as "madeAt", (p.to_idx - p.from_idx)::float8 as entries, p.bytes::float8 as bytes,
  encode(p.sha256, 'hex') as sha256, p.trouble`
