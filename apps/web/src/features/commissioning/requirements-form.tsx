'use client'

import type { Requirements } from '@counterfoil/services/commissioning'
import { Button, Checkbox, MultiSelect, NumberInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { useMethods } from './method-choices.ts'
import { useCommissioningChange } from './use-commissioning-change.ts'

const usual: Requirements = {
  methods: [],
  data: { basket: true, cashier: false, totals: true },
  frequency: { arriveWithinSeconds: 10, saleEveryHours: 24 },
  security: { clockSeconds: 5, diskFreePercent: 10, leastVersion: null, approval: true, p2pe: false },
}

interface RequirementsFormProps {
  readonly commissioning: { readonly id: string; readonly rev: number; readonly requirements: Requirements | null }
  readonly onDone: () => void
}

/** What a store must be able to do. */
export function RequirementsForm({ commissioning, onDone }: RequirementsFormProps) {
  const translate = useTranslations('commissioning')
  const api = useApi()
  const methods = useMethods()
  const { words, change } = useCommissioningChange(onDone)
  // As it was when the form was opened: a change by somebody else meanwhile must be noticed, not overwritten.
  const [before] = useState(commissioning)
  const [draft, setDraft] = useState(before.requirements ?? usual)
  const saved = useMutation(api.commissioning.setRequirements.mutationOptions(change))
  const { data, frequency, security } = draft
  const save = (event: FormEvent) => {
    event.preventDefault()
    saved.mutate({ id: before.id, rev: before.rev, requirements: draft })
  }
  const number = (value: string | number) => (typeof value === 'number' ? value : 0)
  return (
    <form className={classes.form} onSubmit={save}>
      <MultiSelect
        label={translate('requirements.methods')}
        description={translate('requirements.methodsHint')}
        data={methods.choices}
        value={[...draft.methods]}
        searchable
        required
        maxValues={20}
        clearable={false}
        onChange={(chosen) => setDraft({ ...draft, methods: chosen })}
      />
      <fieldset className={classes.group}>
        <legend>{translate('requirements.data')}</legend>
        {(['basket', 'cashier', 'totals'] as const).map((one) => (
          <Checkbox
            key={one}
            label={translate(`requirements.${one}`)}
            checked={data[one]}
            onChange={({ currentTarget }) => setDraft({ ...draft, data: { ...data, [one]: currentTarget.checked } })}
          />
        ))}
      </fieldset>
      <div className={classes.pair}>
        <NumberInput
          label={translate('requirements.arrive')}
          description={translate('requirements.arriveHint')}
          value={frequency.arriveWithinSeconds}
          min={2}
          max={3_600}
          hideControls
          onChange={(value) => setDraft({ ...draft, frequency: { ...frequency, arriveWithinSeconds: number(value) } })}
        />
        <NumberInput
          label={translate('requirements.silent')}
          description={translate('requirements.silentHint')}
          value={frequency.saleEveryHours}
          min={1}
          max={336}
          hideControls
          onChange={(value) => setDraft({ ...draft, frequency: { ...frequency, saleEveryHours: number(value) } })}
        />
        <NumberInput
          label={translate('requirements.clock')}
          description={translate('requirements.clockHint')}
          value={security.clockSeconds}
          min={1}
          max={60}
          hideControls
          onChange={(value) => setDraft({ ...draft, security: { ...security, clockSeconds: number(value) } })}
        />
        <NumberInput
          label={translate('requirements.disk')}
          description={translate('requirements.diskHint')}
          value={security.diskFreePercent}
          min={1}
          max={50}
          hideControls
          onChange={(value) => setDraft({ ...draft, security: { ...security, diskFreePercent: number(value) } })}
        />
        <TextInput
          label={translate('requirements.version')}
          description={translate('requirements.versionHint')}
          value={security.leastVersion ?? ''}
          maxLength={14}
          pattern="\d{1,4}\.\d{1,4}\.\d{1,4}"
          onChange={({ currentTarget: { value } }) =>
            setDraft({ ...draft, security: { ...security, leastVersion: value.trim() === '' ? null : value.trim() } })
          }
        />
      </div>
      <fieldset className={classes.group}>
        <legend>{translate('requirements.security')}</legend>
        {(['approval', 'p2pe'] as const).map((one) => (
          <Checkbox
            key={one}
            label={translate(`requirements.${one}`)}
            checked={security[one]}
            onChange={({ currentTarget }) => setDraft({ ...draft, security: { ...security, [one]: currentTarget.checked } })}
          />
        ))}
      </fieldset>
      <ProblemLine text={saved.error === null ? null : words(saved.error)} />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={saved.isPending} disabled={draft.methods.length === 0}>
          {translate('save')}
        </Button>
        {before.requirements === null ? null : <Button onClick={onDone}>{translate('cancel')}</Button>}
      </div>
    </form>
  )
}
