'use client'

import { useTranslations } from 'next-intl'
import { ErrorState } from '../components/error-state/error-state.tsx'

interface FailedPageProps {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

/** For pages without the frame: sign-in and set-up when, say, the database is away. */
export default function FailedPage({ error, reset }: FailedPageProps) {
  const translate = useTranslations('common')
  return (
    <main style={{ maxWidth: 640, margin: '15vh auto 0', padding: 16 }}>
      <ErrorState title={translate('errorTitle')} message={translate('errorMessage')} reference={error.digest} onRetry={reset} />
    </main>
  )
}
