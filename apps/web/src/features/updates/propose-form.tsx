'use client'

import { Button, NumberInput, Select, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './updates.module.css'

/** Half an hour in the lab, then a morning, a day, two days; the last ring has nothing after it. */
const SOAK_MINUTES = [30, 240, 1_440, 2_880, 0] as const
const RINGS = ['lab', 'one_store', 'some', 'many'] as const

/** Puts a signed version down for somebody else to approve. */
export function ProposeForm({ versions }: { readonly versions: readonly string[] }) {
  const translate = useTranslations('updates')
  const words = useRefusalWords('updates')
  const api = useApi()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const [soak, setSoak] = useState<readonly number[]>(SOAK_MINUTES)
  const [reason, setReason] = useState('')
  const proposed = useMutation(
    api.updates.propose.mutationOptions({
      onSuccess: () => setReason(''),
      onSettled: () => queries.invalidateQueries(api.updates.get.queryFilter()),
    }),
  )
  // The list may change while the page is open.
  const version = chosen !== null && versions.includes(chosen) ? chosen : (versions[0] ?? null)
  if (versions.length === 0) return <p className={classes.quiet}>{translate('propose.noRelease')}</p>
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (version !== null) proposed.mutate({ version, soakMinutes: [...soak], reason })
  }
  return (
    <form onSubmit={send} className={classes.form}>
      <p className={classes.quiet}>{translate('propose.what')}</p>
      <Select
        label={translate('propose.version')}
        data={[...versions]}
        value={version}
        onChange={setChosen}
        allowDeselect={false}
      />
      <fieldset className={classes.soak}>
        <legend>{translate('propose.soak')}</legend>
        {RINGS.map((ring, index) => (
          <NumberInput
            key={ring}
            label={translate(`rings.${ring}`)}
            min={0}
            max={43_200}
            allowDecimal={false}
            value={soak[index] ?? 0}
            onChange={(value) => setSoak(soak.map((before, nth) => (nth === index ? Number(value) || 0 : before)))}
          />
        ))}
      </fieldset>
      <Textarea
        label={translate('reason')}
        description={translate('act.whyHint')}
        maxLength={500}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={proposed.isPending}>
        {translate('propose.send')}
      </Button>
      <ProblemLine text={proposed.error === null ? null : words(proposed.error)} />
    </form>
  )
}
