import type { ServiceContext } from '@counterfoil/services'
import { createJoinCode } from '@counterfoil/services/agents'

export interface CodeOfStore {
  readonly store: string
  readonly code: string
  readonly expiresAt: Date
}

/** Making one is slow on purpose (its secret is hashed); some at a time, so that 2,000 stores take minutes. */
const AT_ONCE = 4

/** The codes of stores in a file: the first column of a CSV, or one a line; a line that begins with # is none. */
export function readStoreList(text: string): string[] {
  const cells = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => (line.split(/[,;\t]/)[0] ?? '').trim().replace(/^"(.*)"$/, '$1'))
    .filter((cell, line) => cell !== '' && !cell.startsWith('#') && !(line === 0 && /^(store|code)$/i.test(cell)))
  const doubles = cells.filter((cell, index) => cells.indexOf(cell) < index)
  if (cells.length === 0) throw new Error('the file names no store')
  if (doubles.length > 0) throw new Error(`the file names ${doubles.slice(0, 5).join(', ')} more than once`)
  return cells
}

/** One join code for each store, in the file's order. Makes none where a store is not known. */
export async function makeCodes(ctx: ServiceContext, stores: readonly string[], goodForMs?: number): Promise<CodeOfStore[]> {
  const found = await ctx.db.store.findMany({ where: { code: { in: [...stores] } }, select: { id: true, code: true } })
  const ids = new Map(found.map(({ id, code }) => [code, id]))
  const unknown = stores.filter((store) => !ids.has(store))
  if (unknown.length > 0)
    throw new Error(
      `there is no store ${unknown.slice(0, 10).join(', ')}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''}; no code was made`,
    )
  const made: CodeOfStore[] = []
  for (let at = 0; at < stores.length; at += AT_ONCE) {
    const some = stores.slice(at, at + AT_ONCE)
    made.push(
      ...(await Promise.all(
        some.map(async (store) => ({ store, ...(await createJoinCode(ctx, ids.get(store) ?? 0, undefined, goodForMs)) })),
      )),
    )
  }
  return made
}
