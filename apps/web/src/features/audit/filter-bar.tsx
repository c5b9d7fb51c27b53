'use client'

import { findCardNumbers } from '@counterfoil/protocol/card-numbers'
import { Button, Popover, TextInput } from '@mantine/core'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
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
  const [open, setOpen] = useState(false)
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
          error={cardNumber ? translate('cardNumber') : undefined}
        />
        <Button type="submit">{translate('go')}</Button>
      </form>
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-start"
        width="min(460px, calc(100vw - 32px))"
        trapFocus
        withinPortal
      >
        <Popover.Target>
          <Button leftSection={<IconFilter size={15} stroke={1.6} />} onClick={() => setOpen(!open)} aria-expanded={open}>
            {translate('add')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            address={address}
            onApply={(changes) => {
              change(changes)
              setOpen(false)
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {set.map((name) => {
        const { label, value } = words(name, address[name] ?? '')
        return (
          <button
            key={name}
            type="button"
            className={classes.chip}
            onClick={() => change({ [name]: null })}
            aria-label={translate('remove', { filter: `${label} ${value}` })}
          >
            {label} <b>{value}</b>
            <IconX size={12} stroke={1.8} aria-hidden="true" />
          </button>
        )
      })}
      {set.length > 1 || (set.length > 0 && address.q !== undefined) ? (
        <Button variant="subtle" onClick={() => replaceAll({})}>
          {translate('clear')}
        </Button>
      ) : null}
      <span className={classes.aside}>{children}</span>
    </search>
  )
}
