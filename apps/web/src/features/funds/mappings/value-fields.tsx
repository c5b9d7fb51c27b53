'use client'

import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ListInput } from './list-input.tsx'
import { constantOf, type MappingDraft, toList, withConstant } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface ValueFieldsProps {
  readonly draft: MappingDraft
  readonly onChange: (draft: MappingDraft) => void
}

/** How dates and amounts are written, and what is the same on every line. */
export function ValueFields({ draft, onChange }: ValueFieldsProps) {
  const translate = useTranslations('fundsMappings.values')
  const amounts = draft.amounts ?? {}
  const change = (to: NonNullable<MappingDraft['amounts']>) => onChange({ ...draft, amounts: { ...amounts, ...to } })
  const text = (field: 'dateFormat' | 'zone' | 'currency', description?: string) => (
    <TextInput
      label={translate(field)}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={draft[field] ?? ''}
      onChange={({ currentTarget: { value } }) => {
        const { [field]: _, ...rest } = draft
        onChange(value === '' ? rest : { ...rest, [field]: field === 'currency' ? value.toUpperCase() : value })
      }}
    />
  )
  const constant = (field: 'account' | 'batch' | 'method') => (
    <TextInput
      label={translate(`constants.${field}`)}
      value={constantOf(draft, field)}
      onChange={({ currentTarget }) => onChange(withConstant(draft, field, currentTarget.value))}
    />
  )
  const check = (field: 'minorUnits' | 'inverted' | 'feesBelowZero') => (
    <Checkbox
      className={classes.check}
      label={translate(field)}
      checked={amounts[field] ?? false}
      onChange={({ currentTarget }) => change({ [field]: currentTarget.checked })}
    />
  )
  return (
    <div className={classes.fields}>
      {text('dateFormat', translate('dateHint'))}
      {text('zone', translate('zoneHint'))}
      <NativeSelect
        label={translate('decimal')}
        value={amounts.decimal ?? '.'}
        data={[
          { value: '.', label: translate('point') },
          { value: ',', label: translate('comma') },
        ]}
        onChange={({ currentTarget }) => change({ decimal: currentTarget.value === ',' ? ',' : '.' })}
      />
      <TextInput
        label={translate('thousands')}
        value={amounts.thousands ?? ''}
        onChange={({ currentTarget }) => {
          const { thousands: _, ...rest } = amounts
          onChange({ ...draft, amounts: currentTarget.value === '' ? rest : { ...rest, thousands: currentTarget.value } })
        }}
      />
      <ListInput label={translate('strip')} value={amounts.strip ?? []} onChange={(typed) => change({ strip: toList(typed) })} />
      {text('currency', translate('currencyHint'))}
      {constant('account')}
      {constant('batch')}
      {constant('method')}
      {check('minorUnits')}
      {check('inverted')}
      {check('feesBelowZero')}
    </div>
  )
}
