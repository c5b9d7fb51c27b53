'use client'

import type { MappingTrial } from '@counterfoil/services/funds/files'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { guessFrom } from './guess-values.ts'
import { assign, type MappingDraft, type MappingField, mappingFields, type Place, placesOf } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface FixedFieldsProps {
  readonly head: MappingTrial['head']
  readonly draft: MappingDraft
  readonly onChange: (draft: MappingDraft) => void
}

const SHOWN = 8
const isPositions = (place: Place): place is { readonly from: number; readonly to: number } =>
  typeof place === 'object' && 'from' in place

/** The first lines under a ruler, and from where to where each thing stands. */
export function FixedFields({ head, draft, onChange }: FixedFieldsProps) {
  const translate = useTranslations('fundsMappings.fixed')
  const fieldWord = useTranslations('fundsMappings.fields')
  const [field, setField] = useState<MappingField>('date')
  const [from, setFrom] = useState<number | string>('')
  const [to, setTo] = useState<number | string>('')
  const lines = head.lines.filter(({ line }) => line > (draft.skipLines ?? 0)).slice(0, SHOWN)
  const longest = Math.max(10, ...lines.map(({ text }) => text.length))
  const placed = mappingFields.flatMap((each) =>
    placesOf(draft, each).flatMap((place) => (isPositions(place) ? [{ field: each, place }] : [])),
  )
  const whole = Number.isInteger(from) && Number.isInteger(to) && Number(from) >= 1 && Number(to) >= Number(from)
  const add = () => {
    const place = { from: Number(from), to: Number(to) }
    const values = lines.map(({ text }) => text.slice(place.from - 1, place.to).trim()).filter(Boolean)
    onChange(guessFrom(assign(draft, place, field), field, values))
    setFrom(Number(to) + 1)
    setTo('')
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.lines} aria-label={translate('lines')} tabIndex={0}>
        <pre>{`      ${rulerOf(longest)}\n${lines.map(({ line, text }) => `${String(line).padStart(4)}  ${text}`).join('\n')}`}</pre>
      </section>
      <ul className={classes.placed}>
        {placed.map(({ field: each, place }) => (
          <li key={`${each} ${place.from}`}>
            <span>{fieldWord(each)}</span>
            <code>
              {place.from}–{place.to}
            </code>
            <Button size="compact-xs" variant="subtle" onClick={() => onChange(assign(draft, place, null))}>
              {translate('remove', { field: fieldWord(each) })}
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.row}>
        <NativeSelect
          label={translate('field')}
          value={field}
          data={mappingFields.map((value) => ({ value, label: fieldWord(value) }))}
          onChange={({ currentTarget }) => setField(mappingFields.find((one) => one === currentTarget.value) ?? 'date')}
        />
        <TextInput
          type="number"
          label={translate('from')}
          value={from}
          min={1}
          onChange={({ currentTarget: { value } }) => setFrom(numberOr(value))}
          className={classes.number}
        />
        <TextInput
          type="number"
          label={translate('to')}
          value={to}
          min={1}
          onChange={({ currentTarget: { value } }) => setTo(numberOr(value))}
          className={classes.number}
        />
        <Button disabled={!whole} onClick={add}>
          {translate('add')}
        </Button>
      </div>
      <p className={classes.quiet}>{translate('bytes')}</p>
    </>
  )
}

/** Nothing typed is nothing, and not zero. */
const numberOr = (value: string): number | string => (value === '' ? '' : Number(value))

/** ....5...10...15 */
const rulerOf = (length: number): string =>
  Array.from({ length: Math.ceil(length / 5) }, (_, index) => String((index + 1) * 5).padStart(5, '·')).join('')
