'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState } from 'react'
import { formatCount } from '../../components/format/number.ts'
import { useApi } from '../../trpc/client.tsx'
import { deviceKinds, deviceNeeds, deviceStates } from './device-words.ts'
import classes from './filter-bar.module.css'
import { useDeviceChoice } from './use-device-choice.ts'

/** Narrows the list: by a part of a serial or a name, by kind and state, and by what needs a look, each with its count. */
export function FilterBar({ scope, children }: { readonly scope: WatchScope; readonly children?: ReactNode }) {
  const translate = useTranslations('devices.filter')
  const kinds = useTranslations('devices.kinds')
  const needs = useTranslations('devices.needs')
  const states = useTranslations('status.device')
  const locale = useLocale()
  const api = useApi()
  const { choice, change } = useDeviceChoice()
  const counts = useQuery(api.devices.counts.queryOptions({ scope }))
  const [typed, setTyped] = useState(choice.search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change({ search: typed.trim() })
  }
  const counted = (count: number | undefined) => (count === undefined ? '' : ` ${formatCount(count, locale)}`)
  return (
    <search className={classes.bar} aria-label={translate('label')}>
      <form onSubmit={submit} className={classes.search}>
        <TextInput
          type="search"
          aria-label={translate('search')}
          placeholder={translate('search')}
          leftSection={<IconSearch size={14} stroke={1.6} aria-hidden="true" />}
          maxLength={80}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => typed.trim() !== choice.search && change({ search: typed.trim() })}
        />
        <Button type="submit">{translate('go')}</Button>
      </form>
      <NativeSelect
        aria-label={translate('kind')}
        data={[{ value: '', label: translate('anyKind') }, ...deviceKinds.map((value) => ({ value, label: kinds(value) }))]}
        value={choice.kind ?? ''}
        onChange={(event) => change({ kind: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={translate('state')}
        data={[
          { value: '', label: translate('anyState') },
          ...deviceStates.map((value) => ({ value, label: `${states(value)}${counted(counts.data?.byState[value])}` })),
        ]}
        value={choice.state ?? ''}
        onChange={(event) => change({ state: event.currentTarget.value })}
      />
      {deviceNeeds.map((need) => (
        <button
          key={need}
          type="button"
          className={classes.chip}
          aria-pressed={choice.need === need}
          onClick={() => change({ need: choice.need === need ? null : need })}
        >
          <b>{counts.data === undefined ? '–' : formatCount(counts.data.byNeed[need], locale)}</b> {needs(need)}
        </button>
      ))}
      <span className={classes.aside}>{children}</span>
    </search>
  )
}
