import { recordAct } from '../../audit/index.ts'
import { ServiceError } from '../../errors.ts'
import type { Opener } from '../../vault/index.ts'
import { openMasked, openRaw } from './open-content.ts'
import type { ReadingContext } from './reading-parts.ts'
import { findFile } from './waiting-file.ts'

export interface ExportedFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Card numbers were cut out of it. */
  readonly masked: boolean
}

/**
 * The bytes of a file as they came. One with card numbers leaves as its masked copy only, and not at all where there is none.
 * Throws `not_found` and `forbidden`.
 */
export async function openForExport(ctx: Pick<ReadingContext, 'pool'>, opener: Opener, id: number): Promise<ExportedFile> {
  const file = await findFile(ctx.pool, id)
  if (file === null) throw new ServiceError('not_found', `There is no file ${id}.`)
  const { rows } = await ctx.pool.query<{ reason: string | null; original: number | null }>(
    'select reason, same_as as original from funds_file where id = $1',
    [id],
  )
  const [told] = rows
  if (told?.reason === 'same_bytes' && told.original !== null) return openForExport(ctx, opener, told.original)
  const masked = await openMasked(ctx.pool, opener, file)
  if (masked === null && (told?.reason === 'card_numbers_not_masked' || told?.reason === 'card_numbers'))
    throw new ServiceError('forbidden', 'This file holds full card numbers that could not be cut. It does not leave the vault.')
  const bytes = masked ?? (await openRaw(ctx.pool, opener, file))
  return { name: file.name, bytes, masked: masked !== null }
}

/** The same for the command line on the server, recorded. */
export async function exportFile(ctx: ReadingContext, opener: Opener, id: number): Promise<ExportedFile> {
  const file = await openForExport(ctx, opener, id)
  await recordExport(ctx, id, file)
  return file
}

export async function recordExport(
  ctx: ReadingContext,
  id: number,
  { masked, bytes }: { readonly masked: boolean; readonly bytes: Pick<Uint8Array, 'length'> },
): Promise<void> {
  await recordAct(ctx, ctx.pool, {
    action: 'funds_file.exported',
    target: { type: 'funds_file', id: String(id) },
    after: { masked, bytes: bytes.length },
  })
}
