'use client'

import { personRoles } from '@counterfoil/services/roles'
import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { SearchBar } from '../../components/search-bar/search-bar.tsx'
import { usePeopleFilter } from './use-people-filter.ts'

const LONGEST = 100

/** Narrows the list by a part of a name or address, by role and by state. At its end what can be done. */
export function FilterBar({ children }: { readonly children?: ReactNode }) {
  const translate = useTranslations('people.filter')
  const states = useTranslations('status.person')
  const access = useAccessWords()
  const { filter, change } = usePeopleFilter()
  return (
    <SearchBar
      words={{ label: translate('label'), search: translate('search'), go: translate('go') }}
      search={filter.search}
      longest={LONGEST}
      onSearch={(search) => change({ search })}
      aside={children}
    >
      <NativeSelect
        size="xs"
        aria-label={translate('role')}
        data={[{ value: '', label: translate('anyRole') }, ...personRoles.map((value) => ({ value, label: access.role(value) }))]}
        value={filter.role ?? ''}
        onChange={(event) => change({ role: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={translate('state')}
        data={[
          { value: '', label: translate('anyState') },
          { value: 'active', label: states('active') },
          { value: 'disabled', label: states('disabled') },
        ]}
        value={filter.state ?? ''}
        onChange={(event) => change({ state: event.currentTarget.value })}
      />
    </SearchBar>
  )
}
