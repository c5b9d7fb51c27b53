'use client'

import type { Reach } from '@counterfoil/services/permissions'
import { Input, SegmentedControl } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { type PlacedStore, type ReachKind, reachFrom, reachKinds, valuesOf } from './reach-choices.ts'
import classes from './reach-field.module.css'

const ReachValues = dynamic(() => import('./reach-values.tsx'), { ssr: false })

interface ReachFieldProps {
  /** What there is to choose from: the stores the reader may know of. */
  readonly stores: readonly PlacedStore[] | undefined
  /** What is chosen at first. */
  readonly initial?: Reach
  /** null while nothing is chosen. */
  readonly onChange: (reach: Reach | null) => void
  readonly error?: string | undefined
}

const WHOLE: Reach = { kind: 'chain' }

/** Which part of the chain somebody or something may know of: all of it, a country, a region, or stores by name. */
export function ReachField({ stores, initial = WHOLE, onChange, error }: ReachFieldProps) {
  const translate = useTranslations('reach')
  const labelId = useId()
  const [kind, setKind] = useState<ReachKind>(initial.kind)
  const [values, setValues] = useState<readonly string[]>(() => valuesOf(initial))
  const choose = (chosenKind: ReachKind, chosen: readonly string[]) => {
    setKind(chosenKind)
    setValues(chosen)
    onChange(reachFrom(chosenKind, chosen))
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
      ) : (
        <ReachValues
          key={kind}
          kind={kind}
          stores={stores}
          values={values}
          onChange={(chosen) => choose(kind, chosen)}
          error={error}
        />
      )}
    </fieldset>
  )
}
