'use client'

import type { Reach } from '@counterfoil/services/permissions'
import { MultiSelect, Select } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { languageTags } from '../../i18n/locales.ts'
import { type PlacedStore, type ReachKind, reachChoices, reachFrom, reachKinds } from './reach-choices.ts'
import classes from './reach-field.module.css'

interface ReachFieldProps {
  /** What there is to choose from: the stores the reader may know of. */
  readonly stores: readonly PlacedStore[] | undefined
  /** null while nothing is chosen. */
  readonly onChange: (reach: Reach | null) => void
  readonly error?: string | undefined
}

/** Which part of the chain somebody or something may know of. */
export function ReachField({ stores, onChange, error }: ReachFieldProps) {
  const translate = useTranslations('reach')
  const locale = useLocale()
  const [kind, setKind] = useState<ReachKind>('chain')
  const [values, setValues] = useState<readonly string[]>([])
  const choices = useMemo(() => {
    const names = new Intl.DisplayNames(languageTags[locale], { type: 'region' })
    return reachChoices(stores ?? [], (code) => names.of(code) ?? code)
  }, [stores, locale])
  const choose = (chosenKind: ReachKind, chosen: readonly string[]) => {
    setKind(chosenKind)
    setValues(chosen)
    onChange(reachFrom(chosenKind, chosen))
  }
  const shared = {
    searchable: true,
    limit: 50,
    nothingFoundMessage: translate('nothing'),
    comboboxProps: { withinPortal: false },
  }
  return (
    <div className={classes.field}>
      <Select
        label={translate('label')}
        data={reachKinds.map((one) => ({ value: one, label: translate(`kinds.${one}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => choose(reachKinds.find((one) => one === value) ?? 'chain', [])}
        comboboxProps={{ withinPortal: false }}
        error={kind === 'chain' ? error : undefined}
      />
      {kind === 'stores' ? (
        <MultiSelect
          {...shared}
          label={translate('which.stores')}
          data={choices.stores}
          value={[...values]}
          onChange={(chosen) => choose(kind, chosen)}
          error={error}
        />
      ) : kind === 'chain' ? null : (
        <Select
          {...shared}
          label={translate(`which.${kind}`)}
          data={kind === 'country' ? choices.countries : choices.regions}
          value={values[0] ?? null}
          onChange={(value) => choose(kind, value === null ? [] : [value])}
          error={error}
        />
      )}
    </div>
  )
}
