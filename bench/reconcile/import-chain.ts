import { readFileSync } from 'node:fs'
import type { ServiceContext } from '@counterfoil/services'
import { confirmFile, receiveFile } from '@counterfoil/services/funds/files'
import { type ReadingParts, takeFile } from '@counterfoil/services/funds/reading'
import { wholeChain } from '@counterfoil/services/permissions'
import type { WrittenFile } from './write-chain.ts'

export interface ImportedChain {
  /** Name → number; a copy has its own. */
  readonly ids: ReadonlyMap<string, string>
  readonly confirmed: number
}

/** Files that may wait for the hub: more would only lie there. */
const AHEAD = 8

/**
 * Every file as it arrives: kept, sealed and read by the hub while the next one comes. What the hub asks about is confirmed by a
 * person at once.
 */
export async function importChain(
  ctx: ServiceContext,
  parts: ReadingParts,
  files: readonly WrittenFile[],
): Promise<ImportedChain> {
  const person = { ...ctx, actor: { kind: 'user', id: 'bench', sessionId: 'bench', reach: wholeChain, factors: [] } } as const
  const ids = new Map<string, string>()
  let confirmed = 0
  const take = async (id: number): Promise<void> => {
    await takeFile(ctx, parts, id)
    const { rows } = await ctx.pool.query<{ state: string }>('select state from funds_file where id = $1', [id])
    if (rows[0]?.state !== 'previewed') return
    await confirmFile(person, { id })
    await takeFile(ctx, parts, id)
    confirmed += 1
  }
  const under: Promise<void>[] = []
  let taking: Promise<void> = Promise.resolve()
  for (const { name, path } of files) {
    const { id, state } = await receiveFile(ctx, { name, via: 'folder', content: contentOf(path) })
    ids.set(name, String(id))
    if (state !== 'stored') continue
    taking = taking.then(() => take(id))
    taking.catch(() => {})
    under.push(taking)
    if (under.length > AHEAD) await under.shift()
  }
  await taking
  return { ids, confirmed }
}

async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path)
}
