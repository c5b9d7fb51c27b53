import { readFileSync } from 'node:fs'
import type { ServiceContext } from '@counterfoil/services'
import { confirmFile, receiveFiles } from '@counterfoil/services/funds/files'
import { type ReadingParts, takeFile, takeFiles } from '@counterfoil/services/funds/reading'
import { wholeChain } from '@counterfoil/services/permissions'
import type { WrittenFile } from './write-chain.ts'

export interface ImportedChain {
  /** Name → number; a copy has its own. */
  readonly ids: ReadonlyMap<string, string>
  readonly confirmed: number
}

/** As the hub takes them: so many small files in one transaction. */
const TOGETHER = 32
const TOGETHER_BYTES = 4_000_000
/** Groups of files that may wait for the hub: more would only lie there. */
const AHEAD = 2

/**
 * Files as a folder of them arrives: kept, sealed and read by the hub while the next ones come. What the hub asks about is confirmed
 * by a person at once.
 */
export async function importChain(
  ctx: ServiceContext,
  parts: ReadingParts,
  files: readonly WrittenFile[],
): Promise<ImportedChain> {
  const person = { ...ctx, actor: { kind: 'user', id: 'bench', sessionId: 'bench', reach: wholeChain, factors: [] } } as const
  const ids = new Map<string, string>()
  let confirmed = 0
  const take = async (some: readonly number[]): Promise<void> => {
    for (const { fileId, error } of await takeFiles(ctx, parts, some)) throw new Error(`file ${fileId}`, { cause: error })
    const { rows } = await ctx.pool.query<{ id: number }>(
      `select id from funds_file where id = any ($1::int8[]) and state = 'previewed' order by id`,
      [some],
    )
    for (const { id } of rows) {
      await confirmFile(person, { id })
      await takeFile(ctx, parts, id)
      confirmed += 1
    }
  }
  const under: Promise<void>[] = []
  let taking: Promise<void> = Promise.resolve()
  for (const group of groupsOf(files)) {
    const received = await receiveFiles(
      ctx,
      group.map(({ name, path }) => ({ name, via: 'folder', content: contentOf(path) })),
    )
    for (const [at, { id }] of received.entries()) ids.set(group[at]?.name ?? '', String(id))
    const some = received.filter(({ state }) => state === 'stored').map(({ id }) => id)
    taking = taking.then(() => take(some))
    taking.catch(() => {})
    under.push(taking)
    if (under.length > AHEAD) await under.shift()
  }
  await taking
  return { ids, confirmed }
}

/** A corrected file comes after people have looked at what it corrects. */
function groupsOf(files: readonly WrittenFile[]): WrittenFile[][] {
  const groups: WrittenFile[][] = []
  let bytes = 0
  for (const file of files) {
    const group = groups.at(-1)
    const full = group === undefined || group.length === TOGETHER || bytes + file.size > TOGETHER_BYTES
    if (full || group.some(({ name }) => name === `early_${file.name}`)) {
      groups.push([file])
      bytes = file.size
    } else {
      group.push(file)
      bytes += file.size
    }
  }
  return groups
}

async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path)
}
