import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { epochMs, readTogether } from '../../read-rows.ts'
import { type FileDetail, fileColumns, fileJoin } from './file-row.ts'
import { mayBePart } from './may-be-part.ts'

export const GetFileInput = z.strictObject({ id: z.int().positive() })
export type GetFileInput = z.infer<typeof GetFileInput>

/** One file with all that reading it has told. Throws `not_found`. */
export async function getFile(ctx: Omit<ServiceContext, 'db'>, { id }: GetFileInput): Promise<FileDetail> {
  requireWholeChain(ctx)
  const [file] = await readTogether(ctx, (ask) =>
    ask<Omit<FileDetail, 'mayBePart'>>(
      `select ${fileColumns}, encode(f.sha256, 'hex') as sha256,
         case when s.id is not null then jsonb_build_object('id', s.id, 'name', s.name) end as source,
         case when f.mapping_id is not null then jsonb_build_object('id', f.mapping_id, 'version', f.mapping_version) end as mapping,
         f.facts, f.changes, (select max(c.id) from funds_file c where c.supersedes = f.id and c.state in ('imported', 'superseded')) as "supersededBy",
         array(select u.id::float8 from unnest(f.beside) u(id) where f.state in ('imported', 'superseded')
           union select c.id::float8 from funds_file c where c.beside <> '{}' and c.beside @> array[f.id] and c.state in ('imported', 'superseded') order by 1) as beside,
         ${epochMs('f.imported_at')} as "importedAtMs", coalesce(d.name, f.decided_by) as "decidedBy",
         exists (select from funds_file_content c where c.file_id = f.id and c.what = 'masked') as masked
       from ${fileJoin} left join funds_source s on s.id = f.source_id left join "user" d on d.id = f.decided_by where f.id = $1`,
      id,
    ),
  )
  if (file === undefined) throw new ServiceError('not_found', `There is no file ${id}.`)
  const differsFrom = file.changes?.difference?.fileId ?? null
  return { ...file, mayBePart: !file.decided && mayBePart({ ...file, about: file.changes?.about ?? null, differsFrom }) }
}
