'use client'

import type { Reach } from '@counterfoil/services/permissions'
import { Input, MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useMemo, useState } from 'react'
import { languageTags } from '../../i18n/locales.ts'
import { type PlacedStore, type ReachKind, reachChoices, reachFrom, reachKinds, valuesOf } from './reach-choices.ts'
import classes from './reach-field.module.css'

interface ReachFieldProps {
  /** What there is to choose from: the stores the reader may know of. */
  readonly stores: readonly PlacedStore[] | undefined
  /** What is chosen at first. */
  readonly initial?: Reach
  /** null while nothing is chosen. */
  readonly onChange: (reach: Reach | null) => void
  readonly error?: string | undefined
}

const SHOWN = 50
const WHOLE: Reach = { kind: 'chain' }

/** Which part of the chain somebody or something may know of: all of it, a country, a region, or stores by name. */
export function ReachField({ stores, initial = WHOLE, onChange, error }: ReachFieldProps) {
  const translate = useTranslations('reach')
  const locale = useLocale()
  const labelId = useId()
  const [kind, setKind] = useState<ReachKind>(initial.kind)
  const [values, setValues] = useState<readonly string[]>(() => valuesOf(initial))
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
    limit: SHOWN,
    nothingFoundMessage: translate('nothing'),
    comboboxProps: { withinPortal: false },
    error,
  }
  return (
    <fieldset className={classes.field}>
      <legend className="mantine-InputWrapper-label" id={labelId}>
        {translate('label')}
      </legend>
      <SegmentedControl
        fullWidth
        aria-labelledby={labelId}
        data={reachKinds.map((value) => ({ value, label: translate(`kinds.${value}`) }))}
        value={kind}
        onChange={(value) => choose(value, [])}
      />
      {kind === 'chain' ? (
        error === undefined ? null : (
          <Input.Error>{error}</Input.Error>
        )
      ) : kind === 'stores' ? (
        <MultiSelect
          {...shared}
          aria-label={translate('which.stores')}
          placeholder={values.length === 0 ? translate('which.stores') : ''}
          data={choices.stores}
          value={[...values]}
          onChange={(chosen) => choose(kind, chosen)}
        />
      ) : (
        <Select
          {...shared}
          aria-label={translate(`which.${kind}`)}
          placeholder={translate(`which.${kind}`)}
          data={kind === 'country' ? choices.countries : choices.regions}
          value={values[0] ?? null}
          onChange={(value) => choose(kind, value === null ? [] : [value])}
        />
      )}
    </fieldset>
  )
}
