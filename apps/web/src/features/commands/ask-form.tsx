'use client'

import type { CommandKind } from '@counterfoil/protocol'
import { Button, NumberInput, Select, Textarea } from '@mantine/core'
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
  readonly mayPropose: boolean
  readonly kinds: readonly AskableKind[]
}

/** From the server: the list itself would bring all that checks messages into the page. */
export interface AskableKind {
  readonly kind: CommandKind
  readonly class: 0 | 1 | 2 | 3
}

const LOG_LINES = 100
const CAPTURE_SECONDS = { usual: 120, least: 30, most: 600 }

/** Asks an agent for one thing of the closed list. */
export function AskForm({ agentId, terminals, mayDisturb, mayPropose, kinds }: AskFormProps) {
  const translate = useTranslations('commands')
  const kindWords = useKindWords()
  const refusalWords = useRefusalWords('commands')
  const api = useApi()
  const queries = useQueryClient()
  const [kind, setKind] = useState<CommandKind>('agent.status')
  const [terminal, setTerminal] = useState(terminals[0] ?? null)
  const [reason, setReason] = useState('')
  const [seconds, setSeconds] = useState<number | string>(CAPTURE_SECONDS.usual)
  const done = {
    onSuccess: () => {
      setReason('')
      return queries.invalidateQueries(api.commands.list.queryFilter({ agentId }))
    },
  }
  const asked = useMutation(api.commands.ask.mutationOptions(done))
  const disturbed = useMutation(api.commands.disturb.mutationOptions(done))
  const commandClass = kinds.find((one) => one.kind === kind)?.class ?? 0
  const proposed = useMutation(api.commands.propose.mutationOptions(done))
  const { error } = commandClass === 3 ? proposed : commandClass === 2 ? disturbed : asked
  const wantsTerminal = kind.startsWith('terminal.')

  const send = (event: FormEvent) => {
    event.preventDefault()
    const args = {
      ...(wantsTerminal && { terminal: terminal ?? '' }),
      ...(kind === 'terminal.capture' && { seconds: Number(seconds) }),
      ...(kind === 'agent.log' && { lines: LOG_LINES }),
    }
    if (commandClass === 3) proposed.mutate({ agentId, kind, args, reason })
    else if (commandClass === 2) disturbed.mutate({ agentId, kind, args, reason })
    else asked.mutate({ agentId, kind, args, ...(reason.trim() !== '' && { reason }) })
  }

  const groups = ([0, 1, 2, 3] as const).flatMap((each) => {
    if ((each === 2 && !mayDisturb) || (each === 3 && !mayPropose)) return []
    const items = kinds.filter((one) => one.class === each && (terminals.length > 0 || !one.kind.startsWith('terminal.')))
    return items.length === 0
      ? []
      : [{ group: translate(`groups.c${each}`), items: items.map(({ kind: value }) => ({ value, label: kindWords(value) })) }]
  })
  return (
    <form className={classes.form} onSubmit={send}>
      <Select
        label={translate('what')}
        data={groups}
        value={kind}
        allowDeselect={false}
        onChange={(value) => value !== null && setKind(value as CommandKind)}
        description={translate(`classes.c${commandClass}`)}
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
      {kind === 'terminal.capture' ? (
        <NumberInput
          label={translate('seconds')}
          description={translate('secondsHint')}
          value={seconds}
          min={CAPTURE_SECONDS.least}
          max={CAPTURE_SECONDS.most}
          step={30}
          allowDecimal={false}
          required
          onChange={setSeconds}
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
      <Button type="submit" variant="filled" loading={asked.isPending || disturbed.isPending || proposed.isPending}>
        {translate(commandClass === 3 ? 'propose' : 'send')}
      </Button>
    </form>
  )
}
