import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { demandRate } from '../rate-limits/index.ts'
import { keysAsCsv } from './keys-as-csv.ts'

export interface ExportedFile {
  readonly fileName: string
  readonly text: string
}

/** The whole inventory as CSV, as far as the asker may see it; that they took it is recorded first. */
export async function exportKeys(ctx: ServiceContext): Promise<ExportedFile> {
  const by = ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id)
  await demandRate(ctx, 'export', { id: by })
  const { keys, text } = await keysAsCsv(ctx)
  await recordAct(ctx, ctx.pool, {
    action: 'keys.exported',
    target: { type: 'key_inventory', id: 'all' },
    after: { rows: keys.length },
  })
  const day = ctx.now().toISOString().slice(0, 10)
  return {
    fileName: `counterfoil-keys-${day}.csv`,
    text,
  }
}
