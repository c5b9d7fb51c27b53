'use client'

import type { FileDetail } from '@counterfoil/services/funds/files'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './files.module.css'
import { useReasonWords } from './use-reason-words.ts'

interface FileDecisionProps {
  readonly file: FileDetail
  readonly mayImport: boolean
}

/** Why the file is where it is, what comes next, and the buttons of whoever may press them. */
export function FileDecision({ file, mayImport }: FileDecisionProps) {
  const translate = useTranslations('fundsFiles.decision')
  const { whyAndNext } = useReasonWords()
  const api = useApi()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries(api.fundsFiles.pathFilter())
  const confirmed = useMutation(api.fundsFiles.confirm.mutationOptions({ onSettled }))
  const cancelled = useMutation(api.fundsFiles.cancel.mutationOptions({ onSettled }))
  const { id, state, reason, decided, supersedes, facts, beside, mayBePart } = file
  const busy = confirmed.isPending || cancelled.isPending
  const asks = !decided && (state === 'previewed' || (state === 'quarantined' && reason === 'card_numbers'))
  const sentences =
    reason === null
      ? [
          translate(
            state === 'previewed' && decided
              ? 'underWay'
              : state === 'previewed' && supersedes !== null
                ? 'correction'
                : `states.${state}`,
          ),
        ]
      : [...whyAndNext(reason), ...(mayBePart ? [translate('orPart')] : [])]
  if (state === 'imported' && beside.length > 0) sentences.push(translate('beside', { files: beside.join(', ') }))
  const error = confirmed.error ?? cancelled.error
  return (
    <Section title={translate(asks ? 'title' : 'what')}>
      <div className={asks ? classes.asks : undefined}>
        {sentences.map((sentence) => (
          <p key={sentence} className={classes.told}>
            {sentence}
          </p>
        ))}
        {facts?.verdict === 'reject' ? <p className={classes.verbatim}>{facts.reason}</p> : null}
        {mayImport && (asks || state === 'held') ? (
          <div className={classes.buttons}>
            {asks ? (
              <Button
                variant={mayBePart ? 'default' : 'filled'}
                loading={confirmed.isPending && confirmed.variables.counts !== 'beside'}
                disabled={busy}
                onClick={() => confirmed.mutate({ id })}
              >
                {translate(state === 'quarantined' ? 'importMasked' : mayBePart ? 'importInstead' : 'import')}
              </Button>
            ) : null}
            {asks && mayBePart ? (
              <Button
                loading={confirmed.isPending && confirmed.variables.counts === 'beside'}
                disabled={busy}
                onClick={() => confirmed.mutate({ id, counts: 'beside' })}
              >
                {translate('importBeside')}
              </Button>
            ) : null}
            {state === 'previewed' || state === 'held' ? (
              <Button loading={cancelled.isPending} disabled={busy} onClick={() => cancelled.mutate({ id })}>
                {translate('cancel')}
              </Button>
            ) : null}
          </div>
        ) : null}
        {asks && !mayImport ? <p className={classes.quiet}>{translate('whoImports')}</p> : null}
        <ProblemLine text={error === null ? null : error.message} />
      </div>
    </Section>
  )
}
