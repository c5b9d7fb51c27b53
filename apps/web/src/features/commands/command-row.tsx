'use client'

import type { ListedCommand } from '@counterfoil/services/commands'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { saveFile } from '../../components/download/save-file.ts'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import { ApproveCommand } from './approve-command.tsx'
import classes from './commands.module.css'
import { useKindWords } from './use-kind-words.ts'

/** Longer answers are opened by whoever wants them. */
const SHOWN_AT_ONCE = 12

interface CommandRowProps {
  readonly agentId: number
  readonly command: ListedCommand
  readonly mayWithdraw: boolean
}

/** One question to an agent: who asked, how it stands, the answer. */
export function CommandRow({ agentId, command, mayWithdraw }: CommandRowProps) {
  const translate = useTranslations('commands')
  const api = useApi()
  const queries = useQueryClient()
  const refusalWords = useRefusalWords('commands')
  const kindWords = useKindWords()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const withdrawn = useMutation(
    api.commands.withdraw.mutationOptions({
      onSettled: () => queries.invalidateQueries(api.commands.list.queryFilter({ agentId })),
    }),
  )
  const {
    kind,
    args,
    reason,
    requestedBy,
    requestedAtMs,
    endedAtMs,
    expiresAtMs,
    state,
    outcome,
    code,
    lines,
    approvedBy,
    mayApprove,
  } = command
  const codeKey = `codes.${code}` as Parameters<typeof translate.has>[0]
  const why = code !== null && translate.has(codeKey) ? translate(codeKey as 'codes.expired') : null
  return (
    <li className={classes.command}>
      <p className={classes.what}>
        <strong>{kindWords(kind)}</strong>
        {typeof args.number === 'number' ? <span className={classes.terminal}>{args.number}</span> : null}
        {typeof args.terminal === 'string' ? <span className={classes.terminal}>{args.terminal}</span> : null}
        {kind === 'terminal.capture' && typeof args.seconds === 'number' ? (
          <span className={classes.terminal}>{translate('forSeconds', { seconds: args.seconds })}</span>
        ) : null}
        <Status axis="command" state={state === 'ended' && outcome !== null ? outcome : state === 'ended' ? 'unknown' : state} />
      </p>
      <p className={classes.quiet}>
        {translate('by', { name: requestedBy, time: formatDateTime(requestedAtMs, place, nowMs) })}
        {endedAtMs === null ? ` · ${translate('over', { time: formatDateTime(expiresAtMs, place, nowMs) })}` : null}
        {reason === null ? null : ` · ${reason}`}
        {approvedBy.length === 0 ? null : ` · ${translate('approvedBy', { names: approvedBy.join(', ') })}`}
      </p>
      {why === null ? null : <p>{why}</p>}
      {lines.length === 0 ? null : (
        <details className={classes.answer} open={why === null && lines.length <= SHOWN_AT_ONCE}>
          <summary>{translate('answer', { lines: lines.length })}</summary>
          <pre className={classes.lines}>{lines.join('\n')}</pre>
        </details>
      )}
      {kind === 'terminal.capture' && outcome === 'done' && lines.length > 0 ? (
        <Button
          size="xs"
          variant="default"
          onClick={() => saveFile(`capture-${args.terminal}-${command.commandId}.txt`, `${lines.join('\n')}\n`, 'text/plain')}
        >
          {translate('save')}
        </Button>
      ) : null}
      {mayApprove ? <ApproveCommand agentId={agentId} commandId={command.commandId} /> : null}
      {(state === 'waiting' || state === 'planned' || state === 'proposed') && mayWithdraw ? (
        <Button
          size="xs"
          variant="default"
          loading={withdrawn.isPending}
          onClick={() => withdrawn.mutate({ commandId: command.commandId })}
        >
          {translate('withdraw')}
        </Button>
      ) : null}
      {withdrawn.error ? (
        <span role="alert" className={classes.problem}>
          {refusalWords(withdrawn.error)}
        </span>
      ) : null}
    </li>
  )
}
