'use client'

import type { ApproverNow } from '@counterfoil/services/approvers'
import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './approvers.module.css'

interface ChangeFormProps {
  readonly candidates: readonly ApproverNow[]
  readonly chosen: readonly string[]
  /** Nobody has to approve the first list. */
  readonly first: boolean
}

/** Proposes who may approve: of those whose role allows it and who have a passkey. */
export function ChangeForm({ candidates, chosen, first }: ChangeFormProps) {
  const translate = useTranslations('approvers.change')
  const words = useRefusalWords('approvers')
  const api = useApi()
  const queries = useQueryClient()
  const [people, setPeople] = useState(() => chosen.filter((id) => candidates.some(({ personId }) => personId === id)))
  const changed = useMutation(
    api.approvers.change.mutationOptions({ onSettled: () => queries.invalidateQueries(api.approvers.get.queryFilter()) }),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    changed.mutate({ people })
  }
  return (
    <form onSubmit={send}>
      <p className={classes.quiet}>{translate(first ? 'whatFirst' : 'what')}</p>
      {candidates.length < 2 ? <p className={classes.quiet}>{translate('tooFew')}</p> : null}
      <Checkbox.Group value={people} onChange={setPeople} aria-label={translate('title')}>
        <div className={classes.choices}>
          {candidates.map(({ personId, name }) => (
            <Checkbox key={personId} value={personId} label={name} />
          ))}
        </div>
      </Checkbox.Group>
      <ProblemLine text={changed.error === null ? null : words(changed.error)} />
      <Button type="submit" variant="filled" loading={changed.isPending} disabled={people.length < 2}>
        {translate(first ? 'sendFirst' : 'send')}
      </Button>
    </form>
  )
}
