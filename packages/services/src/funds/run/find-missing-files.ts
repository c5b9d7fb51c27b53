import { type CalendarTable, type ExpectedFiles, type MissingFiles, raiseMissingFiles } from '@counterfoil/settlement/funds'
import type { SoldDays } from './sold-days.ts'

/** Of a day's payments, so many have to be in the files before the file of that day is here: stragglers are in those after it. */
const SHARE = 0.3

/** A file that is here, as a source's: the days it says it is of, and how many lines of which day it has. */
export interface FileOfSource {
  readonly source: string
  readonly first: number
  readonly last: number
  /** null where it does not tell days line by line. */
  readonly lines: ReadonlyMap<number, number> | null
}

export interface FilesHere {
  readonly expectedFiles: readonly ExpectedFiles[]
  readonly filesHere: readonly FileOfSource[]
  readonly busy: SoldDays
}

/** Days of which a file is owed. */
export function findMissingFiles(
  { expectedFiles, filesHere, busy }: FilesHere,
  calendars: readonly CalendarTable[],
  today: number,
): MissingFiles {
  const ofSource = Map.groupBy(filesHere, ({ source }) => source)
  const covered = new Map(
    expectedFiles.map(({ source, acquirer, merchantAccount }) => {
      const named = new Set<number>()
      const silent = new Set<number>()
      const told = new Map<number, number>()
      for (const { first, last, lines } of ofSource.get(source) ?? []) {
        for (let day = first; day <= last; day++) (lines === null ? silent : named).add(day)
        for (const [day, count] of lines ?? []) told.set(day, (told.get(day) ?? 0) + count)
      }
      const isTold = (day: number): boolean => (told.get(day) ?? 0) >= SHARE * busy.count(acquirer, merchantAccount, day)
      return [source, new Set([...silent, ...[...named].filter(isTold)])]
    }),
  )
  return raiseMissingFiles(
    expectedFiles,
    covered,
    ({ acquirer, merchantAccount }, day) => busy.count(acquirer, merchantAccount, day) === 0,
    calendars,
    today,
  )
}
