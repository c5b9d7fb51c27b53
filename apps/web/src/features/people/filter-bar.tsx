'use client'

import { personRoles } from '@counterfoil/services/roles'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import classes from './filter-bar.module.css'
import { usePeopleFilter } from './use-people-filter.ts'

/** Narrows the list by a part of a name or address, by role and by state. At its end what can be done. */
export function FilterBar({ children }: { readonly children?: ReactNode }) {
  const translate = useTranslations('people.filter')
  const states = useTranslations('status.person')
  const access = useAccessWords()
  const { filter, change } = usePeopleFilter()
  const [typed, setTyped] = useState(filter.search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change({ search: typed.trim() })
  }
  return (
    <search className={classes.bar} aria-label={translate('label')}>
      <form onSubmit={submit} className={classes.search}>
        <TextInput
          type="search"
          aria-label={translate('search')}
          placeholder={translate('search')}
          leftSection={<IconSearch size={14} stroke={1.6} aria-hidden="true" />}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => typed.trim() !== filter.search && change({ search: typed.trim() })}
        />
        <Button type="submit">{translate('go')}</Button>
      </form>
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
      <span className={classes.aside}>{children}</span>
    </search>
  )
}
