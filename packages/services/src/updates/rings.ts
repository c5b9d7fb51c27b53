import { createHash } from 'node:crypto'

/** Lab, one store, then a share of all: each ring holds the ones before it. */
export const RINGS = ['lab', 'one_store', 'some', 'many', 'all'] as const
export type Ring = (typeof RINGS)[number]
const SHARES = [0.05, 0.25] as const

export interface RingStore {
  readonly id: number
  /** The chain's own number of it. */
  readonly code: string
  readonly isLab: boolean
}

/**
 * Each store's ring: by a hash of its number, so that it is another store for another version and the same one whenever asked. Shares
 * are of the stores that are not a lab, rounded up, at least one each.
 */
export function ringsOf(stores: readonly RingStore[], version: string): Map<number, number> {
  const place = (code: string) => createHash('sha256').update(`${version}\n${code}`).digest('hex')
  const others = stores
    .filter(({ isLab }) => !isLab)
    .map(({ id, code }) => ({ id, at: place(code) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const [some, many] = SHARES.map((share) => Math.ceil(share * others.length)) as [number, number]
  const rings = new Map(stores.filter(({ isLab }) => isLab).map(({ id }) => [id, 0]))
  for (const [index, { id }] of others.entries())
    rings.set(id, index === 0 ? 1 : index < Math.max(2, some) ? 2 : index < Math.max(3, many) ? 3 : 4)
  return rings
}
