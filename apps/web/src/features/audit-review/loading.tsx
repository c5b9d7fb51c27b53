'use client'

import { useTranslations } from 'next-intl'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import classes from './audit-review.module.css'

interface LoadingProps {
  readonly error: { readonly message: string } | null
  readonly onRetry: () => void
}

/** The place of what is to come, or why it does not. */
export function Loading({ error, onRetry }: LoadingProps) {
  const translate = useTranslations('auditReview')
  if (error === null) return <div className={classes.toCome} aria-busy="true" />
  return (
    <div className={classes.padded}>
      <ErrorState title={translate('failed')} message={error.message} onRetry={onRetry} />
    </div>
  )
}
