'use client'

import { TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './inspection-phone.module.css'
import type { StepProps } from './step-props.ts'

/** As the server compares: printed with spaces, typed without them, in either case, it is the same number. */
const plain = (number: string): string => number.replaceAll(/[\s.-]/g, '').toUpperCase()

/** The number on the label beside what the terminal says and what the list has. */
export function SerialStep({ device: { toldSerial, listedSerial }, draft, onChange }: StepProps) {
  const translate = useTranslations('inspections.phone')
  const read = draft.labelSerial
  const rows = [
    { key: 'told', label: translate('told'), number: toldSerial, none: translate('notTold') },
    { key: 'listed', label: translate('listed'), number: listedSerial, none: translate('notListed') },
  ]
  return (
    <>
      <TextInput
        label={translate('readSerial')}
        className={classes.field}
        maxLength={60}
        autoComplete="off"
        disabled={draft.answers.serial !== undefined}
        value={read}
        onChange={({ currentTarget: { value } }) => onChange((now) => ({ ...now, labelSerial: value }))}
      />
      <dl className={classes.compare}>
        {rows.map(({ key, label, number, none }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd className={classes.mono}>{number ?? none}</dd>
            <dd>
              {number === null || read.trim() === '' ? null : plain(number) === plain(read) ? (
                <Glyph name="ok" tone="ok" label={translate('chosenRight')} />
              ) : (
                <Glyph name="crit" tone="crit" label={translate('chosenOff')} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
