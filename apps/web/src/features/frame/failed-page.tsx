'use client'

import { DatabaseAway } from './database-away.tsx'
import { type FailedPageProps, PlainFailure } from './plain-failure.tsx'
import { useDatabaseState } from './use-database-state.ts'

/** Of a page that could not be drawn: that the database is away, where that is why, else what the log has it under. */
export function FailedPage(failed: FailedPageProps) {
  const database = useDatabaseState(true)
  return database === 'away' || database === 'migrating' ? <DatabaseAway state={database} /> : <PlainFailure {...failed} />
}
