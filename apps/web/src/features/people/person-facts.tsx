'use client'

import type { PersonDetail } from '@counterfoil/services/people'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './person-facts.module.css'
import { usePeopleWords } from './use-people-words.ts'

/** What an account may do, how it signs in, and its dates. */
export function PersonFacts({ person }: { readonly person: PersonDetail }) {
  const translate = useTranslations('people.facts')
  const people = useTranslations('people')
  const access = useAccessWords()
  const words = usePeopleWords()
  const api = useApi()
  const stores = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const facts: readonly (Fact | null)[] = [
    { label: translate('role'), value: access.role(person.role) },
    {
      label: translate('reach'),
      value:
        person.reach.kind === 'stores' && person.storeCodes.length === 0
          ? people('noStore')
          : access.reach(person.reach, stores.data),
    },
    { label: translate('password'), value: passwordWords() },
    { label: translate('factors'), value: words.factors(person) },
    { label: translate('lastSeen'), value: person.lastSeenAt === null ? people('neverSeen') : words.time(person.lastSeenAt) },
    { label: translate('created'), value: words.day(person.createdAt) },
    person.disabledAt === null ? null : { label: translate('disabled'), value: words.time(person.disabledAt) },
    person.disabledReason === null
      ? null
      : { label: translate('why'), value: people(`disabledReasons.${person.disabledReason}`) },
    person.resetOpenUntil === null ? null : { label: translate('resetOpen'), value: words.time(person.resetOpenUntil) },
  ]

  function passwordWords(): string {
    if (!person.password) return translate('noPassword')
    return person.passwordChangedAt === null
      ? translate('passwordSet')
      : translate('passwordSince', { day: words.day(person.passwordChangedAt) })
  }

  return (
    <Section title={translate('title')}>
      <FactList facts={facts.filter((fact) => fact !== null)} />
      <p className={classes.may}>{access.may(person.role)}</p>
    </Section>
  )
}
