import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { DeviceId } from '../devices/device-values.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { MOST_DOCUMENTS } from './add-document.ts'
import type { DocumentType } from './document-type.ts'
import { isOfInspection } from './is-of-inspection.ts'

export const ListDocumentsInput = z.strictObject({ deviceId: DeviceId })
export type ListDocumentsInput = z.infer<typeof ListDocumentsInput>

export interface ListedDocument {
  readonly id: string
  readonly name: string
  readonly type: DocumentType
  readonly size: number
  readonly addedAtMs: number
  /** A person's name; null for what no person brought. */
  readonly addedBy: string | null
}

/** The photos and papers of one device but those of its inspections, the newest first; none of a device beyond the asker's reach. */
export async function listDocuments(ctx: ServiceContext, { deviceId }: ListDocumentsInput): Promise<ListedDocument[]> {
  return readTogether(ctx, (rows) =>
    rows<ListedDocument>(
      `select m.id::text as id, m.name, m.type, m.size, ${epochMs('m.added_at')} as "addedAtMs",
         (select u.name from "user" u where m.added_by = 'user:' || u.id) as "addedBy"
       from device_document m join device d on d.id = m.device_id left join store s on s.id = d.store_id
       where m.device_id = $1::int4 and m.removed_at is null and not ${isOfInspection('m')} and ${deviceReachAt(2)}
       order by m.added_at desc, m.id desc limit ${MOST_DOCUMENTS}`,
      deviceId,
      ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
    ),
  )
}
