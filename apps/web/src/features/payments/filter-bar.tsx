'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Button, Popover } from '@mantine/core'
import { IconFilter, IconRefresh, IconX } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './filter-bar.module.css'
import { filterNames } from './filter-in-address.ts'
import { useAddressFilter } from './use-address-filter.ts'
import { useFilterWords } from './use-filter-words.ts'

/** Comes when somebody wants to filter, not with the page. */
const FilterForm = dynamic(() => import('./filter-form.tsx'), { ssr: false })

interface FilterBarProps {
  readonly scope: WatchScope
  readonly count: string | null
  readonly onRenew: () => void
}

/** Filters as chips that can be taken away, and a form to set them. */
export function FilterBar({ scope, count, onRenew }: FilterBarProps) {
  const translate = useTranslations('payments')
  const { address, change, clear } = useAddressFilter()
  const words = useFilterWords()
  const [open, setOpen] = useState(false)
  const set = filterNames.filter((name) => address[name] !== undefined)
  return (
    <search className={classes.bar} aria-label={translate('filter.label')}>
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
            {translate('filter.add')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            scope={scope}
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
            aria-label={translate('filter.remove', { filter: `${label} ${value}` })}
          >
            {label} <b>{value}</b>
            <IconX size={12} stroke={1.8} aria-hidden="true" />
          </button>
        )
      })}
      {set.length > 1 ? (
        <Button variant="subtle" onClick={clear}>
          {translate('filter.clear')}
        </Button>
      ) : null}
      <span className={classes.aside}>
        {count}
        <Button variant="subtle" leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={onRenew}>
          {translate('list.renew')}
        </Button>
      </span>
    </search>
  )
}
