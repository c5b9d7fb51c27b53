'use client'

import { type CommandKind, commandClasses, commandKinds } from '@counterfoil/protocol'
import { Button, Select, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './commands.module.css'
import { useKindWords } from './use-kind-words.ts'

interface AskFormProps {
  readonly agentId: number
  readonly terminals: readonly string[]
  readonly mayDisturb: boolean
}

const LOG_LINES = 100

/** Asks an agent for one thing of the closed list. */
export function AskForm({ agentId, terminals, mayDisturb }: AskFormProps) {
  const translate = useTranslations('commands')
  const kindWords = useKindWords()
  const refusalWords = useRefusalWords('commands')
  const api = useApi()
  const queries = useQueryClient()
  const [kind, setKind] = useState<CommandKind>('agent.status')
  const [terminal, setTerminal] = useState(terminals[0] ?? null)
  const [reason, setReason] = useState('')
  const done = {
    onSuccess: () => {
      setReason('')
      return queries.invalidateQueries(api.commands.list.queryFilter({ agentId }))
    },
  }
  const asked = useMutation(api.commands.ask.mutationOptions(done))
  const disturbed = useMutation(api.commands.disturb.mutationOptions(done))
  const commandClass = commandClasses[kind]
  const error = commandClass === 2 ? disturbed.error : asked.error
  const wantsTerminal = kind.startsWith('terminal.')

  const send = (event: FormEvent) => {
    event.preventDefault()
    const args = wantsTerminal ? { terminal: terminal ?? '' } : kind === 'agent.log' ? { lines: LOG_LINES } : {}
    if (commandClass === 2) disturbed.mutate({ agentId, kind, args, reason })
    else asked.mutate({ agentId, kind, args, ...(reason.trim() !== '' && { reason }) })
  }

  const groups = ([0, 1, 2] as const).flatMap((each) => {
    if (each === 2 && !mayDisturb) return []
    const items = commandKinds.filter(
      (one) => commandClasses[one] === each && (terminals.length > 0 || !one.startsWith('terminal.')),
    )
    return items.length === 0
      ? []
      : [{ group: translate(`groups.c${each}`), items: items.map((value) => ({ value, label: kindWords(value) })) }]
  })
  return (
    <form className={classes.form} onSubmit={send}>
      <Select
        label={translate('what')}
        data={groups}
        value={kind}
        allowDeselect={false}
        onChange={(value) => value !== null && setKind(value as CommandKind)}
        description={translate(`classes.c${commandClass as 0 | 1 | 2}`)}
        inputWrapperOrder={['label', 'input', 'description']}
        maxDropdownHeight={420}
      />
      {wantsTerminal ? (
        <Select
          label={translate('terminal')}
          data={[...terminals]}
          value={terminal}
          allowDeselect={false}
          onChange={setTerminal}
        />
      ) : null}
      {commandClass === 0 ? null : (
        <Textarea
          label={translate('reason')}
          description={translate('reasonHint')}
          value={reason}
          maxLength={500}
          required
          autosize
          minRows={2}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      )}
      {terminals.length === 0 ? <p className={classes.quiet}>{translate('noTerminal')}</p> : null}
      <ProblemLine text={error === null ? null : refusalWords(error)} />
      <Button type="submit" variant="filled" loading={asked.isPending || disturbed.isPending}>
        {translate('send')}
      </Button>
    </form>
  )
}
