'use client'

import { useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { DatabaseAway } from './database-away.tsx'
import { useDatabaseState } from './use-database-state.ts'

export interface FailedPageProps {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

/** Of a page that could not be drawn: that the database is away, where that is why, else what the log has it under. */
export function FailedPage({ error, reset }: FailedPageProps) {
  const translate = useTranslations('common')
  const database = useDatabaseState(true)
  if (database === 'away' || database === 'migrating') return <DatabaseAway state={database} />
  return (
    <ErrorState title={translate('errorTitle')} message={translate('errorMessage')} reference={error.digest} onRetry={reset} />
  )
}
