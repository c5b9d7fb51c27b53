'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ReasonedButton } from '../../../components/reasoned-button/reasoned-button.tsx'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from '../timeline.module.css'

interface LineDecisionProps {
  /** The link's key. */
  readonly link: string
  readonly proposed: boolean
  readonly what: string
}

/** What a person says of the line that a rule has given to this payment. */
export function LineDecision({ link, proposed, what }: LineDecisionProps) {
  const translate = useTranslations('common.links')
  const api = useApi()
  const queries = useQueryClient()
  const done = { onSuccess: () => queries.invalidateQueries(api.funds.pathFilter()) }
  const confirm = useMutation(api.funds.confirmLink.mutationOptions(done))
  const undo = useMutation(api.funds.undoLink.mutationOptions(done))
  if (confirm.isSuccess || undo.isSuccess)
    return <div role="status">{translate(confirm.data?.state === 'proposed' ? 'toldProposed' : 'told')}</div>
  return (
    <div className={classes.decide}>
      {proposed ? (
        <ReasonedButton
          words={translate('yes')}
          label={translate('yesOf', { what })}
          busy={confirm.isPending}
          onConfirm={(reason) => confirm.mutate({ key: link, reason })}
        />
      ) : null}
      <ReasonedButton
        words={translate(proposed ? 'no' : 'apart')}
        label={translate(proposed ? 'noOf' : 'apartOf', { what })}
        busy={undo.isPending}
        onConfirm={(reason) => undo.mutate({ key: link, reason })}
      />
      <ProblemLine text={(confirm.error ?? undo.error)?.message ?? null} />
    </div>
  )
}
