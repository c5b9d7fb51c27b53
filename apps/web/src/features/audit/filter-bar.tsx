'use client'

import { findCardNumbers } from '@counterfoil/protocol/card-numbers'
import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { FilterBar as Bar } from '../../components/filter-bar/filter-bar.tsx'
import { filterNames } from './audit-address.ts'
import classes from './filter-bar.module.css'
import { useAuditAddress } from './use-audit-address.ts'
import { useFilterWords } from './use-filter-words.ts'

/** Comes when somebody wants to filter, not with the page. */
const FilterForm = dynamic(() => import('./filter-form.tsx'), { ssr: false })

interface FilterBarProps {
  /** Names of people and things the answer has told. */
  readonly names: ReadonlyMap<string, string>
  /** At its end: views, export. */
  readonly children: ReactNode
}

/** Words, filters as chips that can be taken away, and a form to set them. */
export function FilterBar({ names, children }: FilterBarProps) {
  const translate = useTranslations('audit.filter')
  const { address, change, replaceAll } = useAuditAddress()
  const words = useFilterWords(names)
  const [typed, setTyped] = useState(address.q ?? '')
  useEffect(() => setTyped(address.q ?? ''), [address.q])
  const cardNumber = findCardNumbers(typed).length > 0
  const set = filterNames.filter((name) => name !== 'q' && address[name] !== undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Before it stands in the address, where proxies write it down.
    if (!cardNumber) change({ q: typed.trim() })
  }
  return (
    <Bar
      words={{ label: translate('label'), add: translate('add'), clear: translate('clear') }}
      search={
        <form onSubmit={submit} className={classes.search}>
          <TextInput
            type="search"
            aria-label={translate('search')}
            placeholder={translate('search')}
            leftSection={<IconSearch size={14} stroke={1.6} aria-hidden="true" />}
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={cardNumber ? translate('cardNumber') : undefined}
          />
          <Button type="submit">{translate('go')}</Button>
        </form>
      }
      form={(close) => (
        <FilterForm
          address={address}
          onApply={(changes) => {
            change(changes)
            close()
          }}
        />
      )}
      chips={set.map((name) => {
        const { label, value } = words(name, address[name] ?? '')
        const removal = translate('remove', { filter: `${label} ${value}` })
        return { name, label, value, removal, onRemove: () => change({ [name]: null }) }
      })}
      onClear={set.length > 1 || (set.length > 0 && address.q !== undefined) ? () => replaceAll({}) : null}
    >
      {children}
    </Bar>
  )
}
