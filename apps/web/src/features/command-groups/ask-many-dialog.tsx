'use client'

import type { ChosenAgents } from '@counterfoil/services/command-groups'
import { Button, Modal, NumberInput, Select, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import { type AskableKind, useKindWords } from '../commands/index.ts'
import classes from './command-groups.module.css'
import { NarrowFields } from './narrow-fields.tsx'
import { PreviewLines } from './preview-lines.tsx'
import { useChosenWords } from './use-chosen-words.ts'

interface AskManyDialogProps {
  readonly chosen: ChosenAgents
  readonly kinds: readonly AskableKind[]
  readonly onClose: () => void
}

const LOG_LINES = 100
const AT_ONCE = { usual: 50, most: 500 }
const PER_MINUTE_AT_MOST = 6_000
const HOURS = { usual: 4, most: 24 }

/** Shows who would be asked and what they would notice, and asks exactly those. */
export default function AskManyDialog({ chosen: given, kinds, onClose }: AskManyDialogProps) {
  const translate = useTranslations('commandGroups')
  const groups = useTranslations('commands.groups')
  const kindWords = useKindWords()
  const refusalWords = useRefusalWords('commandGroups')
  const chosenWords = useChosenWords()
  const api = useApi()
  const router = useRouter()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState(given)
  const [kind, setKind] = useState(kinds[0]?.kind ?? 'agent.status')
  const [reason, setReason] = useState('')
  const [atOnce, setAtOnce] = useState(AT_ONCE.usual)
  const [perMinute, setPerMinute] = useState<number | null>(null)
  const [hours, setHours] = useState(HOURS.usual)
  const args: Record<string, number> = kind === 'agent.log' ? { lines: LOG_LINES } : {}
  const preview = useQuery(api.commandGroups.preview.queryOptions({ chosen, kind, args }, { retry: false, staleTime: 0 }))
  const outcome = {
    onSuccess: ({ groupId }: { readonly groupId: string }) => {
      onClose()
      router.push(`/commands/${groupId}`)
    },
    // Also after a refusal: what was looked at may not be what is there.
    onSettled: () => queries.invalidateQueries(api.commandGroups.pathFilter()),
  }
  const begun = useMutation(api.commandGroups.begin.mutationOptions(outcome))
  const disturbed = useMutation(api.commandGroups.disturb.mutationOptions(outcome))
  const proposed = useMutation(api.commandGroups.propose.mutationOptions(outcome))
  const commandClass = kinds.find((one) => one.kind === kind)?.class ?? 0
  const { data } = preview
  const takesTwo = data?.takesTwo === true
  const { error, isPending } = takesTwo ? proposed : commandClass === 2 ? disturbed : begun
  const problem = error ?? preview.error
  const ready = data !== undefined && data.members > 0 && (commandClass === 0 || reason.trim() !== '')

  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    const input = { chosen, kind, args, token: data.token, atOnce, perMinute, tellMinutes: hours * 60 }
    const why = reason.trim()
    if (takesTwo) proposed.mutate({ ...input, reason: why })
    else if (commandClass === 2) disturbed.mutate({ ...input, reason: why })
    else begun.mutate({ ...input, ...(why !== '' && { reason: why }) })
  }

  const choices = ([0, 1, 2] as const).flatMap((each) => {
    const items = kinds.filter((one) => one.class === each)
    return items.length === 0
      ? []
      : [{ group: groups(`c${each}`), items: items.map(({ kind: value }) => ({ value, label: kindWords(value) })) }]
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={translate('ask.title')}
      closeButtonProps={{ 'aria-label': translate('close') }}
    >
      <form className={classes.form} onSubmit={send}>
        <p className={classes.quiet}>{translate('ask.why', { chosen: chosenWords(given) })}</p>
        <Select
          label={translate('ask.what')}
          data={choices}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value !== null && setKind(value as AskableKind['kind'])}
          description={translate(`notice.${kind}` as 'notice.agent.status')}
          inputWrapperOrder={['label', 'input', 'description']}
          maxDropdownHeight={360}
        />
        {chosen.kind === 'place' ? <NarrowFields chosen={chosen} preview={data} onChange={setChosen} /> : null}
        <PreviewLines preview={data} />
        <div className={classes.pace}>
          <NumberInput
            label={translate('ask.atOnce')}
            min={1}
            max={AT_ONCE.most}
            allowDecimal={false}
            clampBehavior="strict"
            value={atOnce}
            onChange={(value) => setAtOnce(Number(value) || 1)}
          />
          <NumberInput
            label={translate('ask.perMinute')}
            placeholder={translate('ask.noLimit')}
            min={1}
            max={PER_MINUTE_AT_MOST}
            allowDecimal={false}
            clampBehavior="strict"
            value={perMinute ?? ''}
            onChange={(value) => setPerMinute(Number(value) || null)}
          />
          <NumberInput
            label={translate('ask.hours')}
            min={1}
            max={HOURS.most}
            allowDecimal={false}
            clampBehavior="strict"
            value={hours}
            onChange={(value) => setHours(Number(value) || HOURS.usual)}
          />
        </div>
        {commandClass === 0 ? null : (
          <Textarea
            label={translate('ask.reason')}
            description={translate('ask.reasonHint')}
            value={reason}
            maxLength={500}
            required
            autosize
            minRows={2}
            // One line: it stands with every command.
            onChange={({ currentTarget }) => setReason(currentTarget.value.replaceAll(/\s*\n\s*/g, ' '))}
          />
        )}
        <ProblemLine text={problem === null ? null : refusalWords(problem)} />
        <div className={classes.actions}>
          <Button onClick={onClose}>{translate('cancel')}</Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={!ready}>
            {translate(takesTwo ? 'ask.propose' : 'ask.send', { count: data?.members ?? 0 })}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
