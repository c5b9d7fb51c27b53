'use client'

import type { InspectionItem, ListedClass } from '@counterfoil/services/inspections'
import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './inspections.module.css'
import { useInspectionChange } from './use-inspection-change.ts'

const every: readonly InspectionItem[] = ['serial', 'seal', 'slot', 'cables', 'camera', 'looks']

/** A new version of a class: how often, what, the analysis, and why it changes. */
export default function ClassDialog({ of, onClose }: { readonly of: ListedClass; readonly onClose: () => void }) {
  const translate = useTranslations('inspections')
  const api = useApi()
  const { words, change } = useInspectionChange(onClose)
  const save = useMutation(api.inspections.changeClass.mutationOptions(change))
  const [days, setDays] = useState<number | string>(of.days)
  const [items, setItems] = useState<readonly InspectionItem[]>(of.items)
  const [analysis, setAnalysis] = useState(of.versions[0]?.analysis ?? '')
  const [reason, setReason] = useState('')
  const ready = Number(days) >= 1 && items.length > 0 && analysis.trim() !== '' && reason.trim() !== ''
  return (
    <DialogForm
      title={translate(`classes.${of.class}`)}
      why={translate('class.dialogWhy')}
      submit={translate('class.save', { version: of.version + 1 })}
      busy={save.isPending}
      ready={ready}
      problem={save.error === null ? null : words(save.error)}
      onSubmit={() =>
        save.mutate({
          ...{ class: of.class, before: of.version, days: Number(days), items: [...items] },
          ...{ analysis: analysis.trim(), reason: reason.trim() },
        })
      }
      onClose={onClose}
    >
      <NumberInput label={translate('class.days')} min={1} max={365} allowDecimal={false} value={days} onChange={setDays} />
      <fieldset className={classes.checks}>
        <legend>{translate('class.items')}</legend>
        {every.map((item) => (
          <Checkbox
            key={item}
            label={translate(`items.${item}`)}
            checked={items.includes(item)}
            onChange={({ currentTarget: { checked } }) =>
              setItems((before) => (checked ? [...before, item] : before.filter((one) => one !== item)))
            }
          />
        ))}
      </fieldset>
      <Textarea
        label={translate('class.analysis')}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={20_000}
        value={analysis}
        onChange={({ currentTarget }) => setAnalysis(currentTarget.value)}
      />
      <TextInput
        label={translate('class.reason')}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </DialogForm>
  )
}
