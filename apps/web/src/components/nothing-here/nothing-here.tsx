'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../empty-state/empty-state.tsx'

/** For an address that leads nowhere. */
export function NothingHere() {
  const translate = useTranslations('common')
  return (
    <EmptyState
      title={translate('notFoundTitle')}
      why={translate('notFoundMessage')}
      first={
        <Button component={Link} href="/" variant="filled">
          {translate('toLive')}
        </Button>
      }
    />
  )
}
