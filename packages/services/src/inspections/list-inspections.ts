import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { DeviceId, type SealFinding } from '../devices/device-values.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import type { Answers } from './inspection-values.ts'
import type { InspectionFinding } from './judge-inspection.ts'
import { lookedAt } from './read-tasks.ts'
import type { RiskClass } from './risk-classes.ts'

export const ListInspectionsInput = z.strictObject({
  scope: WatchScope,
  deviceId: DeviceId.optional(),
  result: z.enum(['ok', 'suspicious']).optional(),
  /** Where the page before ended. */
  cursor: z.strictObject({ recordedAtMs: z.number().min(0).max(8e15), id: z.uuid() }).nullish(),
  limit: z.int().min(1).max(100).default(50),
})
export type ListInspectionsInput = z.input<typeof ListInspectionsInput>

export interface ListedInspection {
  readonly id: string
  readonly deviceId: number
  readonly make: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly class: RiskClass
  readonly classVersion: number
  readonly answers: Answers
  readonly labelSerial: string | null
  readonly listedSerial: string | null
  readonly toldSerial: string | null
  readonly sealNumber: string | null
  readonly sealFound: SealFinding | null
  readonly result: 'ok' | 'suspicious'
  readonly findings: readonly InspectionFinding[]
  readonly note: string | null
  readonly photos: readonly PhotoName[]
  /** By the phone's clock: when it was signed, and when it was sent. */
  readonly doneAtMs: number
  readonly sentAtMs: number
  /** By the log's, which counts. */
  readonly recordedAtMs: number
  readonly by: string
  readonly trained: boolean
  readonly corrects: string | null
  /** The one that took its place. */
  readonly correctedBy: string | null
  /** When somebody stood before it, by the log's clock: a correction is recorded later. */
  readonly lookedAtMs: number
  /** Of the time before in that store, as it was corrected. */
  readonly photosBefore: readonly PhotoName[]
  readonly beforeMs: number | null
}

export interface InspectionPage {
  readonly inspections: readonly ListedInspection[]
  readonly next: { readonly recordedAtMs: number; readonly id: string } | null
}

export interface PhotoName {
  readonly id: string
  readonly name: string
}

/** SQL text: the photos of an inspection, as a list of `PhotoName`. */
export const photosOf = (
  inspection: string,
): string => `(select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name) order by f.position), '[]')
    from inspection_photo f join device_document m on m.id = f.document_id where f.inspection_id = ${inspection})`

/** SQL text: a line of the list over `inspection i join store s join device d join "user" u`, and the time before, `b`. */
export const inspectionColumns = `i.id::text as id, d.id as "deviceId", d.make, d.model, d.serial, s.id as "storeId", s.code as "storeCode",
  s.name as "storeName", s.name_lang as "storeNameLang", i.class, i.class_version as "classVersion", i.answers, i.label_serial as "labelSerial",
  i.listed_serial as "listedSerial", i.told_serial as "toldSerial", i.seal_number as "sealNumber", i.seal_found as "sealFound", i.result, i.findings, i.note,
  ${photosOf('i.id')} as photos, ${photosOf('b.id')} as "photosBefore", ${epochMs('b.at')} as "beforeMs",
  ${epochMs('i.done_at')} as "doneAtMs", ${epochMs('i.sent_at')} as "sentAtMs", ${epochMs('i.recorded_at')} as "recordedAtMs",
  ${epochMs(lookedAt('i'))} as "lookedAtMs", u.name as by, i.trained,
  i.corrects::text as corrects, (select c.id::text from inspection c where c.corrects = i.id) as "correctedBy"`
export const inspectionTables = `inspection i join store s on s.id = i.store_id join device d on d.id = i.device_id join "user" u on u.id = i.inspected_by
  left join lateral (select e.id, ${lookedAt('e')} as at from inspection e
    where e.device_id = i.device_id and e.store_id = i.store_id and ${lookedAt('e')} < ${lookedAt('i')} and not exists (select from inspection c where c.corrects = e.id) order by ${lookedAt('e')} desc, e.id desc limit 1) b on true`

/** What was seen in the stores of a scope, the newest first. An inspection stays with the store its device was in when it came. */
export async function listInspections(ctx: ServiceContext, input: ListInspectionsInput): Promise<InspectionPage> {
  const { scope, deviceId, result, cursor, limit } = ListInspectionsInput.parse(input)
  return readTogether(ctx, async (rows) => {
    const found = await rows<ListedInspection>(
      `select ${inspectionColumns} from ${inspectionTables}
       where ${scopeConditionAt(1)} and ($4::int4 is null or i.device_id = $4) and ($5::text is null or i.result = $5)
         and ($6::timestamptz is null or (i.recorded_at, i.id) < ($6, $7::uuid)) order by i.recorded_at desc, i.id desc limit $8`,
      ...scopeValues(storesWithin(ctx, scope)),
      deviceId ?? null,
      result ?? null,
      cursor == null ? null : new Date(cursor.recordedAtMs),
      cursor?.id ?? null,
      limit + 1,
    )
    const inspections = found.slice(0, limit)
    const last = found.length > limit ? inspections.at(-1) : undefined
    return { inspections, next: last === undefined ? null : { recordedAtMs: last.recordedAtMs, id: last.id } }
  })
}
