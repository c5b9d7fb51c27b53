'use client'

import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from '../../components/dialog-form/dialog-form.module.css'
import type { DescriptionDraft } from './description-draft.ts'

interface DescriptionFieldsProps {
  readonly draft: DescriptionDraft
  readonly onChange: (draft: DescriptionDraft) => void
}

const lengths = { make: 60, model: 60, serial: 60, firmware: 60, approvalNumber: 40, p2peSolution: 80 } as const

/** What a device is. Nothing of it has to be known. */
export function DescriptionFields({ draft, onChange }: DescriptionFieldsProps) {
  const translate = useTranslations('devices.fields')
  const text = (name: keyof typeof lengths) => (
    <TextInput
      label={translate(name)}
      maxLength={lengths[name]}
      value={draft[name]}
      onChange={(event) => onChange({ ...draft, [name]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <div className={classes.pair}>
        {text('make')}
        {text('model')}
        {text('serial')}
        {text('firmware')}
        {text('approvalNumber')}
        <TextInput
          type="date"
          label={translate('approvalExpiresOn')}
          value={draft.approvalExpiresOn}
          onChange={(event) => onChange({ ...draft, approvalExpiresOn: event.currentTarget.value })}
        />
        <NativeSelect
          label={translate('p2pe')}
          data={(['not_told', 'yes', 'no'] as const).map((value) => ({ value, label: translate(`p2peAnswers.${value}`) }))}
          value={draft.p2pe}
          onChange={(event) => onChange({ ...draft, p2pe: event.currentTarget.value as DescriptionDraft['p2pe'] })}
        />
        {draft.p2pe === 'yes' ? text('p2peSolution') : null}
      </div>
      <Textarea
        label={translate('notes')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        value={draft.notes}
        onChange={(event) => onChange({ ...draft, notes: event.currentTarget.value })}
      />
    </>
  )
}
