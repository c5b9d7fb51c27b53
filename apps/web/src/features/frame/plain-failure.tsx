'use client'

import { useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'

export interface FailedPageProps {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

/** What failed, by what the log has it under. */
export function PlainFailure({ error, reset }: FailedPageProps) {
  const translate = useTranslations('common')
  return (
    <ErrorState title={translate('errorTitle')} message={translate('errorMessage')} reference={error.digest} onRetry={reset} />
  )
}
