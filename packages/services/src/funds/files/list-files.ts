import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { readTogether } from '../../read-rows.ts'
import { fileColumns, fileJoin, type ListedFile } from './file-row.ts'
import { fileStates } from './file-state.ts'

export const ListFilesInput = z.strictObject({
  state: z.enum(fileStates).nullish(),
  /** Files that came before this one. */
  cursor: z.int().positive().nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListFilesInput = z.input<typeof ListFilesInput>

export interface FilePage {
  readonly files: readonly ListedFile[]
  /** How many wait for a person: shown ones, held ones, those in quarantine. */
  readonly waiting: number
  readonly more: boolean
}

/** The newest first. */
export async function listFiles(ctx: Omit<ServiceContext, 'db'>, input: ListFilesInput): Promise<FilePage> {
  requireWholeChain(ctx)
  const { state, cursor, limit } = ListFilesInput.parse(input)
  return readTogether(ctx, async (ask) => {
    const files = await ask<ListedFile>(
      `select ${fileColumns} from ${fileJoin}
       where ($1::text is null or f.state = $1) and ($2::int8 is null or f.id < $2) order by f.id desc limit $3`,
      state ?? null,
      cursor ?? null,
      limit + 1,
    )
    const [counted] = await ask<{ waiting: number }>(
      `select count(*)::int4 as waiting from funds_file where state in ('previewed', 'held', 'quarantined') and decided_at is null`,
    )
    return { files: files.slice(0, limit), waiting: counted?.waiting ?? 0, more: files.length > limit }
  })
}
