'use client'

import type { OwnAccount } from '@counterfoil/services/own-account'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './account-section.module.css'

/** Who one is here: name, role and reach. An administrator changes them. */
export function AccessSection({ account }: { readonly account: OwnAccount }) {
  const translate = useTranslations('account.access')
  const words = useAccessWords()
  const api = useApi()
  const stores = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  return (
    <Section title={translate('title')}>
      <FactList
        facts={[
          { label: translate('name'), value: account.name },
          { label: translate('email'), value: account.email },
          { label: translate('role'), value: words.role(account.role) },
          { label: translate('reach'), value: words.reach(account.reach, stores.data) },
        ]}
      />
      <p className={classes.hint}>
        {words.may(account.role)} {translate('who')}
      </p>
    </Section>
  )
}
