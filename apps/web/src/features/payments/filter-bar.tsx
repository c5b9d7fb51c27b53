'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { FilterBar as Bar } from '../../components/filter-bar/filter-bar.tsx'
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

/** What payments are filtered by, how many there are, and a way to ask anew. */
export function FilterBar({ scope, count, onRenew }: FilterBarProps) {
  const translate = useTranslations('payments')
  const { address, change, clear } = useAddressFilter()
  const words = useFilterWords()
  const set = filterNames.filter((name) => address[name] !== undefined)
  return (
    <Bar
      words={{ label: translate('filter.label'), add: translate('filter.add'), clear: translate('filter.clear') }}
      form={(close) => (
        <FilterForm
          scope={scope}
          address={address}
          onApply={(changes) => {
            change(changes)
            close()
          }}
        />
      )}
      chips={set.map((name) => {
        const { label, value } = words(name, address[name] ?? '')
        const removal = translate('filter.remove', { filter: `${label} ${value}` })
        return { name, label, value, removal, onRemove: () => change({ [name]: null }) }
      })}
      onClear={set.length > 1 ? clear : null}
    >
      {count}
      <Button variant="subtle" leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={onRenew}>
        {translate('list.renew')}
      </Button>
    </Bar>
  )
}
