import type { ServiceContext } from '../../context.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { epochMs, readTogether } from '../../read-rows.ts'

export interface ListedMapping {
  readonly id: string
  readonly title: string
  readonly produces: 'settlement' | 'statement'
  readonly layout: 'delimited' | 'fixed'
  readonly versions: readonly MappingVersion[]
}

export interface MappingVersion {
  readonly version: number
  readonly madeAtMs: number
  readonly madeBy: string
  /** Files that are read by it. */
  readonly files: number
}

/** Every saved mapping with its versions, the newest first. */
export async function listMappings(ctx: Omit<ServiceContext, 'db'>): Promise<readonly ListedMapping[]> {
  requireWholeChain(ctx)
  return readTogether(ctx, (ask) =>
    ask<ListedMapping>(
      `select m.id, (array_agg(coalesce(m.document->>'title', m.id) order by m.version desc))[1] as title,
         (array_agg(m.document->>'produces' order by m.version desc))[1] as produces,
         (array_agg(m.document->'layout'->>'kind' order by m.version desc))[1] as layout,
         jsonb_agg(jsonb_build_object('version', m.version, 'madeAtMs', ${epochMs('m.made_at')}, 'madeBy', coalesce(u.name, m.made_by),
           'files', (select count(*)::int4 from funds_file f where f.mapping_id = m.id and f.mapping_version = m.version))
           order by m.version desc) as versions
       from funds_mapping m left join "user" u on u.id = m.made_by group by m.id order by max(m.made_at) desc, m.id`,
    ),
  )
}
