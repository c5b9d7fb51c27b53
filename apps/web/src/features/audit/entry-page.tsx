'use client'

import { IconChevronLeft } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Page } from '../../components/frame/page.tsx'
import { EntryDetail } from './entry-detail.tsx'
import classes from './entry-page.module.css'

/** One entry of the record, with everything that belongs to it. */
export function EntryPage({ id, mayErase }: { readonly id: string; readonly mayErase: boolean }) {
  const translate = useTranslations('audit')
  return (
    <Page title={translate('entryTitle')} titleShown={false}>
      <nav className={classes.crumbs} aria-label={translate('title')}>
        <IconChevronLeft size={14} stroke={1.6} aria-hidden="true" />
        <Link href="/audit">{translate('detail.back')}</Link>
      </nav>
      <EntryDetail key={id} id={id} beside={false} mayErase={mayErase} />
    </Page>
  )
}
