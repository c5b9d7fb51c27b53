'use client'

import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ListInput } from './list-input.tsx'
import { type MappingDraft, toList } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface LayoutFieldsProps {
  readonly draft: MappingDraft
  readonly onChange: (draft: MappingDraft) => void
}

const ENCODINGS = [
  'auto',
  'utf-8',
  'utf-16le',
  'gb18030',
  'big5',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1250',
  'cp852',
  'shift_jis',
]
const DELIMITERS = [',', ';', '\t', '|', ':', ' '] as const

/** How the file is laid out: before any column means anything. */
export function LayoutFields({ draft, onChange }: LayoutFieldsProps) {
  const translate = useTranslations('fundsMappings.layout')
  const { layout, encoding = 'auto', produces } = draft
  const delimiter = layout.delimiter ?? ','
  const encodings = ENCODINGS.includes(encoding) ? ENCODINGS : [encoding, ...ENCODINGS]
  const starts = (field: 'detailStartsWith' | 'ignoreStartsWith' | 'endStartsWith') => (
    <ListInput
      label={translate(field)}
      value={draft[field] ?? []}
      onChange={(text) => onChange({ ...draft, [field]: toList(text) })}
    />
  )
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={translate('produces')}
        value={produces}
        data={(['settlement', 'statement'] as const).map((value) => ({ value, label: translate(value) }))}
        onChange={({ currentTarget }) =>
          onChange({ ...draft, produces: currentTarget.value === 'statement' ? 'statement' : 'settlement' })
        }
      />
      <NativeSelect
        label={translate('kind')}
        value={layout.kind}
        data={(['delimited', 'fixed'] as const).map((value) => ({ value, label: translate(value) }))}
        onChange={({ currentTarget }) =>
          onChange(
            currentTarget.value === 'fixed'
              ? { ...draft, layout: { kind: 'fixed' }, names: false, columns: {} }
              : { ...draft, layout: { kind: 'delimited', delimiter: ',' }, names: true, columns: {} },
          )
        }
      />
      {layout.kind === 'fixed' ? null : (
        <NativeSelect
          label={translate('delimiter')}
          value={delimiter}
          data={DELIMITERS.map((value) => ({
            value,
            label: translate(`delimiters.${DELIMITERS.indexOf(value)}` as 'delimiters.0'),
          }))}
          onChange={({ currentTarget }) => onChange({ ...draft, layout: { ...layout, delimiter: currentTarget.value } })}
        />
      )}
      <NativeSelect
        label={translate('encoding')}
        value={encoding}
        data={encodings.map((value) => ({ value, label: value === 'auto' ? translate('auto') : value }))}
        onChange={({ currentTarget }) => onChange({ ...draft, encoding: currentTarget.value })}
      />
      <TextInput
        type="number"
        label={translate('skipLines')}
        value={draft.skipLines ?? 0}
        min={0}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, skipLines: Number(value) || 0 })}
      />
      {layout.kind === 'fixed' ? null : (
        <Checkbox
          className={classes.check}
          label={translate('names')}
          checked={draft.names ?? true}
          onChange={({ currentTarget }) => onChange({ ...draft, names: currentTarget.checked, columns: {} })}
        />
      )}
      {starts('detailStartsWith')}
      {starts('ignoreStartsWith')}
      {starts('endStartsWith')}
      <TextInput
        label={translate('totals')}
        value={draft.totals?.startsWith ?? ''}
        onChange={({ currentTarget }) => {
          const { totals, ...rest } = draft
          onChange(currentTarget.value === '' ? rest : { ...rest, totals: { ...totals, startsWith: currentTarget.value } })
        }}
      />
    </div>
  )
}
