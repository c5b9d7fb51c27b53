'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import classes from './inspections.module.css'

interface AskedProps<Data> {
  readonly of: { readonly data: Data | undefined; readonly error: { readonly message: string } | null; refetch(): unknown }
  readonly children: (data: Data) => ReactNode
}

/** What was asked for, once it is there; room for it before, and why not when it failed. */
export function Asked<Data>({ of, children }: AskedProps<Data>) {
  const translate = useTranslations('inspections')
  if (of.data !== undefined) return children(of.data)
  if (of.error === null) return <div className={classes.toCome} aria-busy="true" />
  return <ErrorState title={translate('failed')} message={of.error.message} onRetry={() => void of.refetch()} />
}
