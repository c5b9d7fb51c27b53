import type { Findings } from './findings.ts'
import type { Records } from './load-records.ts'
import type { FileRecord, PayoutRecord } from './shapes.ts'

/** A batch as its acquirer names it, told by one kind of file. */
const batchOf = ({ acquirer, merchantAccount, currency, batch }: PayoutRecord, { format }: FileRecord): string =>
  JSON.stringify([format, acquirer, merchantAccount, currency, batch])

const isBeside = (a: FileRecord, b: FileRecord): boolean =>
  a.id === b.id || (a.beside ?? []).includes(b.id) || (b.beside ?? []).includes(a.id)

/**
 * A batch counts once, but where it is said that several files are parts of it. Gives what is to be remarked: that both count is a
 * person's word, which no file proves.
 */
export function checkParts({ payouts, files }: Records, findings: Findings): string[] {
  const fileOf = new Map(files.map((file) => [file.id, file]))
  const told = [...payouts.values()].flatMap((payout) => {
    const file = fileOf.get(payout.file)
    return file === undefined ? [] : [{ payout, file, batch: batchOf(payout, file) }]
  })
  const counted = told.filter(({ payout }) => payout.fileState === 'imported')
  for (const parts of Map.groupBy(counted, ({ batch }) => batch).values())
    for (const [at, { payout, file }] of parts.entries())
      for (const other of parts.slice(at + 1))
        if (!isBeside(file, other.file))
          findings.add(
            'changed',
            `Batch ${payout.batch} of ${payout.acquirer} counts twice, in files ${file.id} and ${other.file.id}, and nobody has said that both are parts of it.`,
          )
  const batches = Map.groupBy(told, ({ file }) => file.id)
  const shares = (a: number, b: number): boolean => {
    const there = new Set((batches.get(b) ?? []).map(({ batch }) => batch))
    return (batches.get(a) ?? []).some(({ batch }) => there.has(batch))
  }
  return files.flatMap(({ id, name, beside, decidedBy, state }) => {
    for (const other of beside ?? [])
      if (fileOf.has(other) && !shares(id, other))
        findings.add('changed', `File ${id} (${name}) is said to count beside file ${other}, and tells of none of its batches.`)
    if (state !== 'imported' || (beside ?? []).length === 0) return []
    const who = decidedBy === null ? 'as parts that a person named before' : `on the word of ${decidedBy}`
    return [
      `File ${id} (${name}) counts beside file ${(beside ?? []).join(', ')}, ${who}: both are taken for parts of the same batches.`,
    ]
  })
}
