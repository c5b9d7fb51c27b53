'use client'

import { Textarea, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ListInput } from './list-input.tsx'
import { type DirectionDraft, type MappingDraft, type Place, toList } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface WordFieldsProps {
  readonly draft: MappingDraft
  readonly onChange: (draft: MappingDraft) => void
}

/** Columns whose words decide a sign, and what the words of the type column mean. */
export function WordFields({ draft, onChange }: WordFieldsProps) {
  const translate = useTranslations('fundsMappings.words')
  const [kinds, setKinds] = useState(
    Object.entries(draft.kinds ?? {})
      .map(([word, kind]) => `${word} = ${kind}`)
      .join('\n'),
  )
  return (
    <>
      <Direction name="direction" draft={draft} onChange={onChange} />
      <Direction name="feeDirection" draft={draft} onChange={onChange} />
      <Textarea
        label={translate('kinds')}
        description={translate('kindsHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        className={classes.kinds}
        autosize
        minRows={2}
        value={kinds}
        onChange={({ currentTarget }) => {
          setKinds(currentTarget.value)
          onChange({ ...draft, kinds: kindsOf(currentTarget.value) })
        }}
      />
    </>
  )
}

function Direction({ name, draft, onChange }: WordFieldsProps & { readonly name: 'direction' | 'feeDirection' }) {
  const translate = useTranslations('fundsMappings.words')
  const direction = draft[name]
  const [column, setColumn] = useState(direction === undefined ? '' : columnText(direction.source))
  const put = (to: Partial<DirectionDraft>) => {
    const next = { credit: [], debit: [], source: '', ...direction, ...to }
    const { [name]: _, ...rest } = draft
    onChange(next.source === '' ? rest : { ...rest, [name]: next })
  }
  return (
    <fieldset className={classes.group}>
      <legend>{translate(name)}</legend>
      <div className={classes.fields}>
        <TextInput
          label={translate('column')}
          value={column}
          onChange={({ currentTarget }) => {
            setColumn(currentTarget.value)
            put({ source: placeOf(currentTarget.value) })
          }}
        />
        {direction === undefined ? null : (
          <>
            <ListInput label={translate('credit')} value={direction.credit} onChange={(text) => put({ credit: toList(text) })} />
            <ListInput label={translate('debit')} value={direction.debit} onChange={(text) => put({ debit: toList(text) })} />
            {name === 'feeDirection' ? null : (
              <ListInput
                label={translate('none')}
                value={direction.none ?? []}
                onChange={(text) => put({ none: toList(text) })}
              />
            )}
          </>
        )}
      </div>
    </fieldset>
  )
}

/** A name, `3` for the third column, `8-13` for positions. */
function placeOf(text: string): Place {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text.trim()) ?? []
  if (from === undefined) return text.trim()
  return to === undefined ? { column: Number(from) } : { from: Number(from), to: Number(to) }
}

function columnText(place: Place): string {
  if (typeof place === 'string') return place
  if ('column' in place) return String(place.column)
  return 'from' in place ? `${place.from}-${place.to}` : place.value
}

function kindsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.lastIndexOf('=')
      return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
    }),
  )
}
