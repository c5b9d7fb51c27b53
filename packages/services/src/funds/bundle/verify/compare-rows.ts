import { hash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import type { RereadRow } from './reread-file.ts'

const HASH_BYTES = 32
const AT_FIRST = 1_024

export const rowText = (row: Readonly<Record<string, unknown>>): string =>
  canonicalJson(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))

/** The rows of a file that was read again, as hashes: a few million fit where their texts do not. */
export class RowHashes {
  count = 0
  #hashes = Buffer.alloc(AT_FIRST * HASH_BYTES)
  #positions = new Int32Array(AT_FIRST)
  #groups = new Int32Array(AT_FIRST)

  add({ position, group, row }: RereadRow): void {
    if (this.count === this.#positions.length) this.#grow()
    this.#hashes.set(hash('sha256', rowText(row), 'buffer'), this.count * HASH_BYTES)
    this.#positions[this.count] = position
    this.#groups[this.count] = group
    this.count += 1
  }

  positionAt(at: number): number | undefined {
    return at < this.count ? this.#positions[at] : undefined
  }

  groupAt(at: number): number {
    return this.#groups[at] ?? 0
  }

  isAt(at: number, row: Readonly<Record<string, unknown>>): boolean {
    const wanted = this.#hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)
    return hash('sha256', rowText(row), 'buffer').equals(wanted)
  }

  #grow(): void {
    const twice = this.#positions.length * 2
    const [hashes, positions, groups] = [Buffer.alloc(twice * HASH_BYTES), new Int32Array(twice), new Int32Array(twice)]
    hashes.set(this.#hashes)
    positions.set(this.#positions)
    groups.set(this.#groups)
    this.#hashes = hashes
    this.#positions = positions
    this.#groups = groups
  }
}

/** Which fields of a row are not what the file says, in words. */
export function tellDifference(bundle: Readonly<Record<string, unknown>>, file: Readonly<Record<string, unknown>>): string {
  const names = [...new Set([...Object.keys(bundle), ...Object.keys(file)])].sort()
  const told = names.flatMap((name) => {
    const [here, there] = [bundle[name] ?? null, file[name] ?? null]
    return JSON.stringify(here) === JSON.stringify(there)
      ? []
      : [`${name} is ${JSON.stringify(here)} in the bundle and ${JSON.stringify(there)} in the file`]
  })
  return told.slice(0, 3).join('; ').slice(0, 400)
}
