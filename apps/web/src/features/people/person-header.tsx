'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { IconChevronLeft } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { Status } from '../../components/status/status.tsx'
import { TouchedBy } from '../../components/touched-by/touched-by.tsx'
import classes from './person-header.module.css'
import { personState } from './person-state.ts'
import { ReachWords } from './reach-words.tsx'

/** Who it is, whether they get in, and as what. */
export function PersonHeader({ person, own }: { readonly person: PersonDetail; readonly own: boolean }) {
  const translate = useTranslations('people')
  const access = useAccessWords()
  return (
    <div className={classes.header}>
      <nav className={classes.crumbs} aria-label={translate('title')}>
        <IconChevronLeft size={14} stroke={1.6} aria-hidden="true" />
        <Link href="/people">{translate('detail.back')}</Link>
      </nav>
      <div className={classes.line}>
        <p className={classes.name}>{person.name}</p>
        {own ? <span>{translate('you')}</span> : null}
        <Status axis="person" state={personState(person)} as="tag" />
        <span>{person.email}</span>
        <span>
          {access.role(person.role)} · <ReachWords reach={person.reach} storeCodes={person.storeCodes} />
        </span>
        <TouchedBy type="person" id={person.id} />
      </div>
    </div>
  )
}
