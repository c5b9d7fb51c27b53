'use client'

import type { ChosenAgents, GroupPreview } from '@counterfoil/services/command-groups'
import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './command-groups.module.css'

type ChosenPlace = Extract<ChosenAgents, { readonly kind: 'place' }>

interface NarrowFieldsProps {
  readonly chosen: ChosenPlace
  readonly preview: GroupPreview | undefined
  readonly onChange: (chosen: ChosenPlace) => void
}

const FIELDS = { protocol: 'protocols', model: 'models', version: 'versions' } as const

/** Only those of a place that speak one protocol, are of one model, or run one version of the agent. */
export function NarrowFields({ chosen, preview, onChange }: NarrowFieldsProps) {
  const translate = useTranslations('commandGroups.narrow')
  const fields = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).filter(
    (name) => chosen[name] !== undefined || (preview?.[FIELDS[name]].length ?? 0) > 1,
  )
  if (fields.length === 0) return null
  return (
    <div className={classes.pace}>
      {fields.map((name) => {
        const values = [...new Set([...(preview?.[FIELDS[name]] ?? []), ...[chosen[name] ?? []].flat()])]
        return (
          <NativeSelect
            key={name}
            label={translate(name)}
            data={[{ value: '', label: translate('any') }, ...values.map((value) => ({ value, label: value }))]}
            value={chosen[name] ?? ''}
            onChange={({ currentTarget }) => {
              const { [name]: _, ...others } = chosen
              onChange(currentTarget.value === '' ? others : { ...others, [name]: currentTarget.value })
            }}
          />
        )
      })}
    </div>
  )
}
