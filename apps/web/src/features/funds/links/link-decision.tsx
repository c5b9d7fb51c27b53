'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ReasonedButton } from '../../../components/reasoned-button/reasoned-button.tsx'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './links.module.css'

interface LinkDecisionProps {
  /** The link's key. */
  readonly link: string
  readonly proposed: boolean
  /** The reader proposed it: another person says yes. */
  readonly own?: boolean
  /** Both sides in words, for whoever does not see the row. */
  readonly what: string
}

/** Yes or no to what a run or another person has proposed; what stands can be taken apart. The next run goes by it. */
export function LinkDecision({ link, proposed, own = false, what }: LinkDecisionProps) {
  const translate = useTranslations('common.links')
  const api = useApi()
  const queries = useQueryClient()
  const done = { onSuccess: () => queries.invalidateQueries(api.funds.pathFilter()) }
  const confirm = useMutation(api.funds.confirmLink.mutationOptions(done))
  const undo = useMutation(api.funds.undoLink.mutationOptions(done))
  const failed = confirm.error ?? undo.error
  if (confirm.isSuccess || undo.isSuccess)
    return (
      <span role="status" className={classes.told}>
        {translate(confirm.data?.state === 'proposed' ? 'toldProposed' : 'told')}
      </span>
    )
  return (
    <span className={classes.buttons}>
      {proposed && own ? <span className={classes.told}>{translate('own')}</span> : null}
      {proposed && !own ? (
        <ReasonedButton
          words={translate('yes')}
          label={translate('yesOf', { what })}
          busy={confirm.isPending}
          onConfirm={(reason) => confirm.mutate({ key: link, reason })}
        />
      ) : null}
      <ReasonedButton
        words={translate(proposed ? (own ? 'back' : 'no') : 'apart')}
        label={translate(proposed ? (own ? 'backOf' : 'noOf') : 'apartOf', { what })}
        busy={undo.isPending}
        onConfirm={(reason) => undo.mutate({ key: link, reason })}
      />
      <ProblemLine text={failed?.message ?? null} />
    </span>
  )
}
