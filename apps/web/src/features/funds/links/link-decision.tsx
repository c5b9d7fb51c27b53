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
  /** Both sides in words, for whoever does not see the row. */
  readonly what: string
}

/** Yes or no to what a run has proposed; what stands can be taken apart. The next run goes by it. */
export function LinkDecision({ link, proposed, what }: LinkDecisionProps) {
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
        {translate('told')}
      </span>
    )
  return (
    <span className={classes.buttons}>
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
      <ProblemLine text={failed?.message ?? null} />
    </span>
  )
}
