'use client'

import type { Answers, InspectionItem, ListedInspection } from '@counterfoil/services/inspections'
import { Checkbox, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { newBrowserId } from '../../components/browser/browser-parts.ts'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './inspections.module.css'
import { useInspectionChange } from './use-inspection-change.ts'

type Found = 'whole' | 'broken' | 'missing'
const founds: readonly Found[] = ['whole', 'broken', 'missing']

interface CorrectDialogProps {
  readonly of: ListedInspection
  readonly personId: string
  readonly onClose: () => void
}

/** Another inspection that takes the place of one that was wrong, with its photos and why; the wrong one stays. */
export default function CorrectDialog({ of, personId, onClose }: CorrectDialogProps) {
  const translate = useTranslations('inspections')
  const api = useApi()
  const { words, change } = useInspectionChange(onClose)
  const save = useMutation(api.inspections.record.mutationOptions(change))
  const nowMs = useNowMs()
  const [id] = useState(newBrowserId)
  const [answers, setAnswers] = useState<Answers>(of.answers)
  const [labelSerial, setSerial] = useState(of.labelSerial ?? '')
  const [found, setFound] = useState<Found | ''>(of.sealFound === 'other_number' ? 'whole' : (of.sealFound ?? ''))
  const [sealNumber, setNumber] = useState(of.sealNumber ?? '')
  const [suspicious, setSuspicious] = useState(of.findings.includes('said'))
  const [note, setNote] = useState('')
  const items = Object.keys(of.answers) as InspectionItem[]
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  return (
    <DialogForm
      title={translate('correct.title')}
      why={translate('correct.dialogWhy')}
      submit={translate('correct.save')}
      busy={save.isPending}
      ready={note.trim() !== ''}
      problem={save.error === null ? null : words(save.error)}
      onSubmit={() =>
        save.mutate({
          ...{ id, by: personId, deviceId: of.deviceId, class: of.class, classVersion: of.classVersion, answers, suspicious },
          ...{ labelSerial: orNull(labelSerial), note: note.trim(), photos: of.photos.map((photo) => photo.id), corrects: of.id },
          seal: found === '' ? null : { found, number: orNull(sealNumber) },
          ...{ doneAtMs: nowMs, sentAtMs: nowMs },
        })
      }
      onClose={onClose}
    >
      <Textarea
        label={translate('correct.reason')}
        data-autofocus
        autosize
        minRows={2}
        maxLength={2_000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {items.map((item) => (
        <div key={item} className={classes.answer}>
          <span>{translate(`items.${item}`)}</span>
          <SegmentedControl
            aria-label={translate(`items.${item}`)}
            data={[
              { value: 'right', label: translate('phone.right') },
              { value: 'off', label: translate('phone.off') },
            ]}
            value={answers[item] ?? 'right'}
            onChange={(value) => setAnswers((now) => ({ ...now, [item]: value === 'off' ? 'off' : 'right' }))}
          />
        </div>
      ))}
      <TextInput
        label={translate('phone.readSerial')}
        maxLength={60}
        value={labelSerial}
        onChange={({ currentTarget }) => setSerial(currentTarget.value)}
      />
      <NativeSelect
        label={translate('items.seal')}
        data={[
          { value: '', label: translate('correct.noSeal') },
          ...founds.map((value) => ({ value, label: translate(`correct.seal.${value}`) })),
        ]}
        value={found}
        onChange={({ currentTarget }) => setFound(founds.find((one) => one === currentTarget.value) ?? '')}
      />
      {found === '' ? null : (
        <TextInput
          label={translate('phone.sealNumber')}
          maxLength={40}
          value={sealNumber}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
      )}
      <Checkbox
        label={translate('phone.suspicious')}
        checked={suspicious}
        onChange={({ currentTarget: { checked } }) => setSuspicious(checked)}
      />
    </DialogForm>
  )
}
