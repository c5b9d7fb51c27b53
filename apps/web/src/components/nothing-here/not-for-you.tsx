'use client'

import { useTranslations } from 'next-intl'
import { EmptyState } from '../empty-state/empty-state.tsx'
import { Page } from '../frame/page.tsx'

/** For a page that asks about what the account may not see. */
export function NotForYou() {
  const translate = useTranslations('common')
  return (
    <Page title={translate('notForYouTitle')} titleShown={false}>
      <EmptyState title={translate('notForYouTitle')} why={translate('notForYouMessage')} />
    </Page>
  )
}
