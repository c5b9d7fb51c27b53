'use client'

import { useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'

interface FailedPageProps {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

export default function FailedPage({ error, reset }: FailedPageProps) {
  const translate = useTranslations('common')
  return (
    <Page title={translate('errorTitle')} titleShown={false}>
      <div style={{ padding: 16, maxWidth: 640 }}>
        <ErrorState
          title={translate('errorTitle')}
          message={translate('errorMessage')}
          reference={error.digest}
          onRetry={reset}
        />
      </div>
    </Page>
  )
}
