'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { Status } from '../../components/status/status.tsx'
import { ThingHead } from '../../components/thing-head/thing-head.tsx'
import { TouchedBy } from '../../components/touched-by/touched-by.tsx'
import { personState } from './person-state.ts'
import { ReachWords } from './reach-words.tsx'

/** Who it is, whether they get in, and as what. */
export function PersonHeader({ person, own }: { readonly person: PersonDetail; readonly own: boolean }) {
  const translate = useTranslations('people')
  const access = useAccessWords()
  return (
    <ThingHead list={{ label: translate('title'), back: translate('detail.back'), href: '/people' }} name={person.name}>
      {own ? <span>{translate('you')}</span> : null}
      <Status axis="person" state={personState(person)} as="tag" />
      <span>{person.email}</span>
      <span>
        {access.role(person.role)} · <ReachWords reach={person.reach} storeCodes={person.storeCodes} />
      </span>
      <TouchedBy type="person" id={person.id} />
    </ThingHead>
  )
}
