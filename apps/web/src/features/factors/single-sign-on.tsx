'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext } from 'react'

const ProviderName = createContext<string | null>(null)

/** What the chain's identity provider is called; null where people sign in here only. */
export function SingleSignOn({ name, children }: { readonly name: string | null; readonly children: ReactNode }) {
  return <ProviderName value={name}>{children}</ProviderName>
}

interface SingleSignOnButtonProps {
  /** Where to come back to. */
  readonly next: string
  /** Somebody signed in shows a factor anew: the provider asks for it again. */
  readonly again?: boolean
}

/** Leads to the identity provider and back; nothing without one. */
export function SingleSignOnButton({ next, again = false }: SingleSignOnButtonProps) {
  const translate = useTranslations('factors')
  const name = useContext(ProviderName)
  if (name === null) return null
  const query = new URLSearchParams({ next, ...(again ? { again: '1' } : {}) })
  return (
    <Button component="a" href={`/api/sso/start?${query}`} variant="default" size="md" fullWidth mt="sm">
      {translate('useProvider', { name })}
    </Button>
  )
}
