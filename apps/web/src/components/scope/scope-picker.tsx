'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconSitemap } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { languageTags } from '../../i18n/locales.ts'
import { formatCount } from '../format/number.ts'
import { PopOut } from '../pop-out/pop-out.tsx'
import { formatScope, wholeChain } from './scope.ts'
import { type ScopeStore, scopeOptions } from './scope-choices.ts'
import classes from './scope-picker.module.css'

const ScopeList = dynamic(() => import('./scope-list.tsx'), { ssr: false, loading: () => <div className={classes.toCome} /> })

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
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(languageTags[locale], { type: 'region' })
    return scopeOptions(stores ?? [], (code) => names.of(code) ?? code)
  }, [stores, locale])
  const all = [...options.countries, ...options.regions, ...options.stores]
  const chosenValue = formatScope(scope)
  const chosen = all.find((option) => option.value === chosenValue)
  const choose = (value: string) => onChange(all.find((option) => option.value === value)?.scope ?? wholeChain)
  const count = chosen?.stores ?? stores?.length
  const shownCount = count === undefined || scope.kind === 'store' ? '' : formatCount(count, locale)
  return (
    <PopOut
      position="bottom-start"
      width={320}
      padding={8}
      button={(button) => (
        <button type="button" className={classes.pick} {...button}>
          <IconSitemap className={classes.icon} size={15} stroke={1.6} aria-hidden="true" />
          <VisuallyHidden>{translate('label')}: </VisuallyHidden>
          <span className={classes.label} lang={chosen?.lang}>
            {chosen?.label ?? translate('chain')}
          </span>
          {shownCount === '' ? null : ' '}
          {shownCount === '' ? null : <span className={classes.count}>{shownCount}</span>}
          <IconChevronDown className={classes.icon} size={14} stroke={1.6} aria-hidden="true" />
        </button>
      )}
    >
      {(close) => (
        <ScopeList
          options={options}
          onChoose={(value) => {
            close()
            choose(value)
          }}
        />
      )}
    </PopOut>
  )
}
