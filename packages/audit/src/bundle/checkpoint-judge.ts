import { sameBytes } from '../crypto/bytes.ts'
import type { SignedCheckpoint } from './checkpoint-reader.ts'
import type { Finding } from './findings.ts'

/** Holds the roots that were signed against the tree as it grows from the entries. */
export class CheckpointJudge {
  readonly findings: Finding[] = []
  readonly #from: number
  readonly #quorum: number
  #lastSize = 0
  #lastGood: number | undefined
  #firstWrong: SignedCheckpoint | undefined
  #wrong = 0
  #goodAfterWrong = false
  checked = 0
  /** Size of the last checkpoint that the entries reached. */
  heldTo: number | undefined
  /** The greatest size that enough witnesses signed, whether or not the entries belong to it. */
  signedTo: number | undefined
  /** The same, of the entries as they are. */
  witnessedTo: number | undefined

  constructor(from: number, quorum: number) {
    this.#from = from
    this.#quorum = quorum
  }

  /** True when the checkpoint is worth holding against a root. */
  admit({ size, refused, witnesses }: SignedCheckpoint): boolean {
    if (refused !== undefined) {
      this.findings.push({
        kind: refused.kind,
        index: size,
        text: `The checkpoint of size ${size} is not to be trusted: ${refused.why}.`,
      })
      return false
    }
    if (size < this.#lastSize) {
      this.findings.push({
        kind: 'inconsistent',
        index: size,
        text: `A checkpoint of size ${size} stands after one of size ${this.#lastSize}: the log became smaller.`,
      })
      return false
    }
    this.#lastSize = size
    if (witnesses.length >= this.#quorum) this.signedTo = size
    return size >= this.#from
  }

  hold(checkpoint: SignedCheckpoint, root: Uint8Array): void {
    this.checked += 1
    const { size, witnesses } = checkpoint
    this.heldTo = size
    if (!sameBytes(checkpoint.root, root)) {
      this.#firstWrong ??= checkpoint
      this.#wrong += 1
      if (this.#lastGood === size) this.#goodAfterWrong = true
      return
    }
    if (this.#firstWrong !== undefined) this.#goodAfterWrong = true
    else this.#lastGood = size
    if (witnesses.length >= this.#quorum) this.witnessedTo = size
  }

  /** `explained`: the entries themselves have shown already what differs. */
  finish(explained: boolean): void {
    const wrong = this.#firstWrong
    if (wrong === undefined) return
    const start = this.#lastGood ?? this.#from
    const by = wrong.witnesses.length > 0 ? `, which ${wrong.witnesses.join(', ')} witnessed` : ''
    if (this.#goodAfterWrong)
      this.findings.push({
        kind: 'inconsistent',
        index: Math.min(start, wrong.size - 1),
        until: wrong.size,
        text: `The log signed two histories: its checkpoint of size ${wrong.size}${by}, does not belong to the entries that another of its checkpoints covers. They part between entry ${Math.min(start, wrong.size - 1)} and entry ${wrong.size - 1}.`,
      })
    else if (!explained)
      this.findings.push({
        kind: 'changed',
        index: start,
        until: wrong.size,
        text: `Between entry ${start} and entry ${wrong.size - 1} something was changed: up to ${start} all is as signed; the entries up to ${wrong.size} do not give the root of the signed checkpoint${by} (${this.#wrong} checkpoints do not hold).`,
      })
  }
}
