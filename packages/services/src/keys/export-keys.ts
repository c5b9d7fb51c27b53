import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { writeCsv } from '../csv/index.ts'
import { demandRate } from '../rate-limits/index.ts'
import { readAgentKeys } from './read-agent-keys.ts'
import { readServerKeys } from './read-server-keys.ts'
import { readTokens } from './read-tokens.ts'

export interface ExportedFile {
  readonly fileName: string
  readonly text: string
}

const HEAD = [
  'kind',
  'name',
  'place',
  'fingerprint',
  'since',
  'expires',
  'subject',
  'issuer',
  'state',
  'lastUsed',
  'sealed',
] as const

/** The whole inventory as CSV, as far as the asker may see it; that they took it is recorded first. */
export async function exportKeys(ctx: ServiceContext): Promise<ExportedFile> {
  const by = ctx.actor.kind === 'system' ? ctx.actor.name : String(ctx.actor.id)
  await demandRate(ctx, 'export', { id: by })
  const keys = [...(await readServerKeys(ctx)), ...(await readAgentKeys(ctx, null)), ...(await readTokens(ctx))]
  await recordAct(ctx, ctx.pool, {
    action: 'keys.exported',
    target: { type: 'key_inventory', id: 'all' },
    after: { rows: keys.length },
  })
  const day = ctx.now().toISOString().slice(0, 10)
  return {
    fileName: `counterfoil-keys-${day}.csv`,
    text: writeCsv(
      HEAD,
      keys.map((key) => HEAD.map((name) => key[name])),
    ),
  }
}
