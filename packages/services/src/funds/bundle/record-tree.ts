import { appendLeaves, emptyFrontier, type Frontier, leafHash, rootOf } from '@counterfoil/audit'
import { leafOf, type ManifestSection } from './format.ts'

/** The tree over all records, section by section; it remembers no more than the leaves of the section that is written. */
export class RecordTree {
  #frontier: Frontier = emptyFrontier()
  readonly sections: ManifestSection[] = []

  get records(): number {
    return Number(this.#frontier.size)
  }

  root(): string {
    return rootOf(this.#frontier).toString('hex')
  }

  /** Takes a section that has ended, with the hashes of its records in their order. */
  add(name: string, leaves: readonly Uint8Array[]): void {
    this.#frontier = appendLeaves(this.#frontier, leaves)
    this.sections.push({ name, records: leaves.length })
  }
}

export const hashRecord = (section: string, line: string): Buffer => leafHash(leafOf(section, line))
