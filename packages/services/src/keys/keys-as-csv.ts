import type { ServiceContext } from '../context.ts'
import { writeCsv } from '../csv/index.ts'
import type { InventoryKey } from './inventory-key.ts'
import { readAgentKeys } from './read-agent-keys.ts'
import { readServerKeys } from './read-server-keys.ts'
import { readTokens } from './read-tokens.ts'

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

/** Every key as far as the asker may see it, and the same as CSV. */
export async function keysAsCsv(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'actor'>,
): Promise<{ readonly keys: readonly InventoryKey[]; readonly text: string }> {
  const keys = [...(await readServerKeys(ctx)), ...(await readAgentKeys(ctx, null)), ...(await readTokens(ctx))]
  const text = writeCsv(
    HEAD,
    keys.map((key) => HEAD.map((name) => key[name])),
  )
  return { keys, text }
}
