'use client'

import type { PartNow } from '@counterfoil/services/redundancy'
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './redundancy.module.css'
import { usePartWords } from './use-part-words.ts'
import { useRedundancyChange } from './use-redundancy-change.ts'

interface DrillFormProps {
  readonly part: PartNow
  readonly storeId: number
  readonly onClose: () => void
}

/** Seconds for the agent's own drill, minutes for what people do in the store. */
const HUB = { least: 30, most: 600, usual: 60 }
const OTHERS = { least: 1, most: 60, usual: 15 }

/** Begins a drill: what to do, for how long, and why. */
export function DrillForm({ part, storeId, onClose }: DrillFormProps) {
  const translate = useTranslations('redundancy.form')
  const api = useApi()
  const titleId = useId()
  const { nameOf, spare } = usePartWords()
  const { axis, subject } = part
  const bounds = axis === 'hub' ? HUB : OTHERS
  const [length, setLength] = useState<string | number>(bounds.usual)
  const [reason, setReason] = useState('')
  const [lineIsOut, setLineIsOut] = useState(false)
  const { words, change } = useRedundancyChange(onClose)
  const hub = useMutation(api.redundancy.beginHubDrill.mutationOptions(change))
  const other = useMutation(api.redundancy.beginDrill.mutationOptions(change))
  const { error, isPending } = axis === 'hub' ? hub : other
  const isReady = typeof length === 'number' && reason.trim() !== '' && (axis !== 'path' || lineIsOut)
  const begin = (event: FormEvent) => {
    event.preventDefault()
    if (typeof length !== 'number') return
    if (axis === 'hub') hub.mutate({ storeId, agentId: Number(subject), seconds: length, reason })
    else other.mutate({ storeId, axis, subject, minutes: length, reason, lineIsOut })
  }
  return (
    <form className={classes.form} onSubmit={begin} aria-labelledby={titleId}>
      <h3 id={titleId} className={classes.formTitle}>
        {translate('title', { name: nameOf(part) })}
      </h3>
      <p className={classes.quiet}>{translate(`how.${axis}`, { spare: spare(axis, part.spares[0] ?? '') })}</p>
      <NumberInput
        label={translate(axis === 'hub' ? 'seconds' : 'minutes')}
        value={length}
        onChange={setLength}
        min={bounds.least}
        max={bounds.most}
        allowDecimal={false}
        clampBehavior="strict"
      />
      {axis === 'path' ? (
        <Checkbox
          label={translate('lineIsOut')}
          checked={lineIsOut}
          onChange={({ currentTarget }) => setLineIsOut(currentTarget.checked)}
        />
      ) : null}
      <TextInput
        label={translate('reason')}
        description={translate('reasonHint')}
        value={reason}
        maxLength={500}
        required
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <ProblemLine text={error === null ? null : words(error)} />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={isPending} disabled={!isReady}>
          {translate('begin')}
        </Button>
        <Button onClick={onClose}>{translate('cancel')}</Button>
      </div>
    </form>
  )
}
