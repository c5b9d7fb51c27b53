'use client'

import { useTranslations } from 'next-intl'
import { Page } from '../../components/frame/page.tsx'
import { FailedPage, type FailedPageProps } from '../../features/frame/index.ts'

export default function Failed(props: FailedPageProps) {
  const translate = useTranslations('common')
  return (
    <Page title={translate('errorTitle')} titleShown={false}>
      <div style={{ padding: 16, maxWidth: 640 }}>
        <FailedPage {...props} />
      </div>
    </Page>
  )
}
