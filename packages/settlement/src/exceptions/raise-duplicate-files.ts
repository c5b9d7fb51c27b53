import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

/** What a file is about, as far as it tells it from others. */
export interface FileFact {
  readonly file: string
  readonly fileNumber: number
  readonly sha256: string
  readonly acquirer: string | null
  readonly account: string | null
  readonly day: number
  /** Its payouts, or its statements. */
  readonly about: readonly string[]
  /** What names its lines; asked for only when another file is about the same. */
  namesOfLines(): Iterable<string>
}
export interface FileVerdict {
  readonly file: FileFact
  readonly other: FileFact
  /** Of the two, the one that does not count: the later copy, or the earlier one of a correction. */
  readonly because: 'same_bytes' | 'corrected'
}

/** Files that do not count beside another. The order of arrival decides, and nothing else. */
export function findDuplicateFiles(files: readonly FileFact[]): FileVerdict[] {
  const bySha = new Map<string, FileFact>()
  const byAbout = new Map<string, FileFact>()
  const verdicts: FileVerdict[] = []
  for (const file of files.toSorted((a, b) => a.fileNumber - b.fileNumber)) {
    const same = bySha.get(file.sha256)
    if (same) {
      verdicts.push({ file, other: same, because: 'same_bytes' })
      continue
    }
    bySha.set(file.sha256, file)
    const key = file.about.toSorted().join('\n')
    const before = file.about.length === 0 ? undefined : byAbout.get(key)
    if (before && sharesMost(before, file)) verdicts.push({ file: before, other: file, because: 'corrected' })
    if (file.about.length > 0) byAbout.set(key, file)
  }
  return verdicts
}

/** Two parts of one batch are about the same payout too, but not about the same sales. */
function sharesMost(before: FileFact, after: FileFact): boolean {
  const names = new Set(before.namesOfLines())
  let [shared, all] = [0, 0]
  for (const name of after.namesOfLines()) {
    all++
    if (names.has(name)) shared++
  }
  return shared > 0 && shared * 2 >= Math.min(all, names.size)
}

export const raiseDuplicateFiles = (verdicts: readonly FileVerdict[]): RaisedException[] =>
  verdicts.map(({ file, other }) =>
    raise(
      'DUPLICATE_FILE',
      { acquirer: file.acquirer ?? '', account: file.account, day: file.day },
      { amountMinor: 0, currency: 'XXX' },
      { files: [file.file, other.file] },
    ),
  )
