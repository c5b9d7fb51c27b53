'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Combobox, useCombobox, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconSitemap } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { languageTags } from '../../i18n/locales.ts'
import { formatCount } from '../format/number.ts'
import { formatScope, wholeChain } from './scope.ts'
import { narrowOptions, type ScopeOption, type ScopeStore, scopeOptions } from './scope-choices.ts'
import classes from './scope-picker.module.css'

const SHOWN = 40

interface ScopePickerProps {
  readonly scope: WatchScope
  /** All stores of the chain; undefined while they are on their way. */
  readonly stores: readonly ScopeStore[] | undefined
  readonly onChange: (scope: WatchScope) => void
}

/** Which stores the page is about: all, a country, a region, one store. */
export function ScopePicker({ scope, stores, onChange }: ScopePickerProps) {
  const translate = useTranslations('live.scope')
  const locale = useLocale()
  const [typed, setTyped] = useState('')
  const combobox = useCombobox({ onDropdownClose: () => setTyped('') })
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(languageTags[locale], { type: 'region' })
    return scopeOptions(stores ?? [], (code) => names.of(code) ?? code)
  }, [stores, locale])
  const narrowed = narrowOptions(options, typed, SHOWN)
  const chosenValue = formatScope(scope)
  const chosen = [...options.countries, ...options.regions, ...options.stores].find((option) => option.value === chosenValue)
  const choose = (value: string) => {
    const option = [...options.countries, ...options.regions, ...options.stores].find((each) => each.value === value)
    onChange(option?.scope ?? wholeChain)
    combobox.closeDropdown()
  }
  const count = chosen?.stores ?? stores?.length
  const shownCount = count === undefined || scope.kind === 'store' ? '' : formatCount(count, locale)
  return (
    <Combobox store={combobox} onOptionSubmit={choose} width={320} position="bottom-start" withinPortal>
      <Combobox.Target targetType="button">
        <button type="button" className={classes.pick} onClick={() => combobox.toggleDropdown()}>
          <IconSitemap className={classes.icon} size={15} stroke={1.6} aria-hidden="true" />
          <VisuallyHidden>{translate('label')}: </VisuallyHidden>
          <span className={classes.label} lang={chosen?.lang}>
            {chosen?.label ?? translate('chain')}
          </span>
          {shownCount === '' ? null : ' '}
          {shownCount === '' ? null : <span className={classes.count}>{shownCount}</span>}
          <IconChevronDown className={classes.icon} size={14} stroke={1.6} aria-hidden="true" />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={translate('search')}
          aria-label={translate('search')}
        />
        <Combobox.Options className={classes.options}>
          {typed === '' ? <Combobox.Option value="chain">{translate('chain')}</Combobox.Option> : null}
          <Group label={translate('countries')} options={narrowed.countries} />
          <Group label={translate('regions')} options={narrowed.regions} />
          <Group label={translate('stores')} options={narrowed.stores} />
          {typed !== '' && narrowed.countries.length + narrowed.regions.length + narrowed.stores.length === 0 ? (
            <Combobox.Empty>{translate('none')}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Group({ label, options }: { readonly label: string; readonly options: readonly ScopeOption[] }) {
  const locale = useLocale()
  if (options.length === 0) return null
  return (
    <Combobox.Group label={label}>
      {options.map((option) => (
        <Combobox.Option key={option.value} value={option.value}>
          <span className={classes.option}>
            <span lang={option.lang}>{option.label}</span>
            {option.scope.kind === 'store' ? null : <span className={classes.count}>{formatCount(option.stores, locale)}</span>}
          </span>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  )
}
