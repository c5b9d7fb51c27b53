import { sameBytes } from '../crypto/bytes.ts'
import { type SignedCheckpoint, sizeOfNote } from './checkpoint-reader.ts'
import type { Finding, Remark } from './findings.ts'
import { explains, type Restoration } from './restorations.ts'

interface KeptNote {
  readonly size: number
  readonly note: string
}

/** Checkpoints that somebody kept outside of the hub, held against the tree as it grows. */
export class KeptCheckpoints {
  readonly findings: Finding[] = []
  readonly remarks: Remark[] = []
  readonly #kept: readonly KeptNote[]
  readonly #open: (note: string) => SignedCheckpoint | undefined
  readonly #wrong: SignedCheckpoint[] = []
  #next = 0

  /** `open` judges a note's signatures by the keys that count once so many entries have been read. */
  constructor(notes: readonly string[], open: (note: string) => SignedCheckpoint | undefined) {
    this.#open = open
    const kept = notes.flatMap((note) => {
      const size = sizeOfNote(note)
      return size === undefined ? [] : { note, size }
    })
    if (kept.length < notes.length)
      this.findings.push({ kind: 'malformed', text: 'A checkpoint to compare with cannot be read.' })
    this.#kept = kept.sort((left, right) => left.size - right.size)
  }

  /** Greatest size that has still to be met; undefined when all were. */
  get nextSize(): number | undefined {
    return this.#kept[this.#next]?.size
  }

  /** The tree is at `size`. */
  hold(size: number, root: () => Uint8Array): void {
    for (let kept = this.#kept[this.#next]; kept !== undefined && kept.size <= size; kept = this.#kept[this.#next]) {
      this.#next += 1
      if (kept.size < size) {
        // Nor is it known here whose key signed then.
        const text = `The checkpoint of size ${kept.size} to compare with lies before this bundle.`
        this.remarks.push({ kind: 'not_included', text })
        continue
      }
      const opened = this.#trusted(kept)
      if (opened !== undefined && !sameBytes(opened.root, root())) this.#wrong.push(opened)
    }
  }

  finish(to: number, restorations: readonly Restoration[]): void {
    const beyond = this.#kept.slice(this.#next).flatMap((kept) => this.#trusted(kept) ?? [])
    for (const tree of this.#wrong)
      this.#judge(tree, restorations, {
        kind: 'inconsistent',
        index: 0,
        until: tree.size,
        text: `These entries are not the history that was signed before: the checkpoint of size ${tree.size} that was kept has another root`,
      })
    for (const tree of beyond)
      this.#judge(tree, restorations, {
        kind: 'missing',
        index: to,
        until: tree.size,
        text: `The log had ${tree.size} entries when the checkpoint that was kept was signed; this bundle ends at ${to}`,
      })
  }

  #judge(tree: SignedCheckpoint, restorations: readonly Restoration[], finding: Finding): void {
    const excuse = restorations.find((restoration) => explains(restoration, tree))
    if (excuse !== undefined) {
      const text = `The checkpoint of size ${tree.size} to compare with is not of this history; only the loss that entry ${excuse.index} declares excuses it. Ask whoever declared it.`
      this.remarks.push({ kind: 'restored', index: excuse.index, text })
      return
    }
    const near = restorations.find(({ from, to }) => from < tree.size && tree.size <= to)
    const why =
      near === undefined
        ? 'and no loss was declared'
        : `and the loss that entry ${near.index} declares does not name it: it is of the lost branch, or of a history that was changed since`
    this.findings.push({ ...finding, text: `${finding.text}, ${why}.` })
  }

  #trusted({ note, size }: KeptNote): SignedCheckpoint | undefined {
    const opened = this.#open(note)
    if (opened?.refused === undefined) return opened
    this.findings.push({
      kind: opened.refused.kind,
      text: `The checkpoint of size ${size} to compare with is not to be trusted: ${opened.refused.why}.`,
    })
    return undefined
  }
}
