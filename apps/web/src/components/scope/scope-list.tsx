'use client'

import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatCount } from '../format/number.ts'
import { narrowOptions, type ScopeOption, type ScopeOptions } from './scope-choices.ts'
import classes from './scope-picker.module.css'

const SHOWN = 40

interface ScopeListProps {
  readonly options: ScopeOptions
  /** The value of an option; `chain` for all stores. */
  readonly onChoose: (value: string) => void
}

/** A field to narrow the list, and the list: countries, regions, stores. Loaded when somebody asks for it. */
export default function ScopeList({ options, onChoose }: ScopeListProps) {
  const translate = useTranslations('live.scope')
  const [typed, setTyped] = useState('')
  const combobox = useCombobox({ opened: true })
  const narrowed = narrowOptions(options, typed, SHOWN)
  const found = narrowed.countries.length + narrowed.regions.length + narrowed.stores.length
  return (
    <Combobox store={combobox} onOptionSubmit={onChoose}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.resetSelectedOption()
          }}
          placeholder={translate('search')}
          aria-label={translate('search')}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.options} aria-label={translate('label')}>
        {typed === '' ? <Combobox.Option value="chain">{translate('chain')}</Combobox.Option> : null}
        <Group label={translate('countries')} options={narrowed.countries} />
        <Group label={translate('regions')} options={narrowed.regions} />
        <Group label={translate('stores')} options={narrowed.stores} />
        {typed !== '' && found === 0 ? <Combobox.Empty>{translate('none')}</Combobox.Empty> : null}
      </Combobox.Options>
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
