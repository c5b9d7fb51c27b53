'use client'

import { Button, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './inspection-phone.module.css'
import type { StepProps } from './step-props.ts'

const finds = [
  { found: 'whole', word: 'sealWhole' },
  { found: 'broken', word: 'sealBroken' },
  { found: 'missing', word: 'sealMissing' },
] as const

/** The seal's number, and how it was found; where the list knows of none, the question is answered like any other. */
export function SealStep({ device: { seals }, draft, onChange }: StepProps) {
  const translate = useTranslations('inspections.phone')
  if (seals.length === 0) return <p className={classes.quiet}>{translate('sealUnknown')}</p>
  const answered = draft.answers.seal !== undefined
  const number = draft.sealNumber.trim()
  const find = (found: (typeof finds)[number]['found']) =>
    onChange((now) => ({ ...now, sealFound: found, answers: { ...now.answers, seal: found === 'whole' ? 'right' : 'off' } }))
  return (
    <>
      <p className={classes.quiet}>{translate('sealKnown', { numbers: seals.join(', ') })}</p>
      <TextInput
        label={translate('sealNumber')}
        className={classes.field}
        maxLength={40}
        autoComplete="off"
        disabled={answered}
        value={draft.sealNumber}
        onChange={({ currentTarget: { value } }) => onChange((now) => ({ ...now, sealNumber: value }))}
      />
      {answered ? null : (
        <div className={classes.answers}>
          {finds.map(({ found, word }) => (
            <Button key={found} disabled={found === 'whole' && number === ''} onClick={() => find(found)}>
              {translate(word)}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}
