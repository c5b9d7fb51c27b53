'use client'

import type { AgentPreview } from '@counterfoil/services/configurations'
import type { SettingPlace, SettingsHere } from '@counterfoil/services/device-settings'
import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../../components/dialog-form/dialog-form.tsx'
import { useRefusalWords } from '../../../components/refusal/use-refusal-words.ts'
import { useSettingWords } from '../../../components/setting-words/use-setting-words.ts'
import { useApi } from '../../../trpc/client.tsx'
import classes from './settings-section.module.css'

interface SendDialogProps {
  readonly place: SettingPlace
  readonly here: SettingsHere
  readonly onClose: () => void
}

/** How many may be under way at the same time, of those that go as a group. */
const AT_ONCE = { usual: 50, most: 500 }

/** Shows what would change in which agents, and sends exactly that. */
export default function SendDialog({ place, here, onClose }: SendDialogProps) {
  const translate = useTranslations('deviceSettings.send')
  const levels = useTranslations('deviceSettings.levels')
  const words = useSettingWords()
  const refusalWords = useRefusalWords('deviceSettings')
  const api = useApi()
  const queries = useQueryClient()
  const router = useRouter()
  const [reason, setReason] = useState('')
  const [atOnce, setAtOnce] = useState(true)
  const [together, setTogether] = useState(AT_ONCE.usual)
  const [from, setFrom] = useState('02:00')
  const [until, setUntil] = useState('05:00')
  const preview = useQuery(api.configurations.preview.queryOptions({ place }, { retry: false, staleTime: 0 }))
  const sent = useMutation(
    api.configurations.send.mutationOptions({
      onSuccess: ({ group }) => {
        onClose()
        if (group !== null) router.push(`/commands/${group.groupId}`)
      },
      onSettled: () => queries.invalidateQueries(api.configurations.pathFilter()),
    }),
  )
  const { data } = preview
  const isPaced = data?.isPaced === true
  const problem = sent.error ?? preview.error
  const levelName = here.level === 'chain' || here.level === 'device' ? levels(here.level) : words.from(here.level, here.names)
  const window = atOnce ? null : `${from}-${until}`
  return (
    <DialogForm
      title={translate('title')}
      why={translate('why', { level: levelName })}
      submit={translate(data?.takesTwo === true ? 'propose' : 'submit', { count: data?.changing ?? 0 })}
      busy={sent.isPending}
      ready={data !== undefined && data.changing > 0 && reason.trim() !== ''}
      problem={problem === null ? null : refusalWords(problem)}
      onSubmit={() => data !== undefined && sent.mutate({ place, token: data.token, reason, window, atOnce: together })}
      onClose={onClose}
    >
      <p className={classes.preview} role="status">
        {data === undefined
          ? translate('looking')
          : data.changing + data.blocked === 0
            ? translate('nothing', { agents: data.agents })
            : translate('summary', { changing: data.changing, agents: data.agents, blocked: data.blocked })}
        {data !== undefined && data.changing > data.sentAtOnce ? ` ${translate('paced', { most: data.sentAtOnce })}` : null}
        {data?.takesTwo === true ? ` ${translate('takesTwo', { stores: data.stores })}` : null}
      </p>
      <ul className={classes.agents}>
        {(data?.listed ?? []).map((agent) => (
          <AgentLine key={agent.agentId} agent={agent} />
        ))}
      </ul>
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
      <Checkbox label={translate('atOnce')} checked={atOnce} onChange={({ currentTarget }) => setAtOnce(currentTarget.checked)} />
      {isPaced ? (
        <NumberInput
          label={translate('atOnceCount')}
          min={1}
          max={AT_ONCE.most}
          allowDecimal={false}
          clampBehavior="strict"
          value={together}
          onChange={(value) => setTogether(Number(value) || 1)}
        />
      ) : null}
      {atOnce ? null : (
        <div className={classes.window}>
          <TextInput
            type="time"
            label={translate('from')}
            value={from}
            required
            onChange={({ currentTarget }) => setFrom(currentTarget.value)}
          />
          <TextInput
            type="time"
            label={translate('until')}
            value={until}
            required
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
        </div>
      )}
    </DialogForm>
  )
}

function AgentLine({ agent }: { readonly agent: AgentPreview }) {
  const translate = useTranslations('deviceSettings.send')
  const words = useSettingWords()
  const { storeCode, storeName, storeNameLang, name, connected, changes, obstacle, problems } = agent
  return (
    <li>
      <strong>
        {storeCode} <span lang={storeNameLang}>{storeName}</span>
      </strong>{' '}
      · {name}
      {connected ? null : ` · ${translate('away')}`}
      {obstacle === null ? null : <p className={classes.obstacle}>{translate(`obstacles.${obstacle}`)}</p>}
      {problems.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <ul>
        {changes.map(({ terminal, setting, from, to }) => (
          <li key={`${terminal} ${setting}`}>
            {terminal === null ? '' : `${terminal} · `}
            {words.name(setting)}: <del>{words.sentValue(setting, from)}</del> → <ins>{words.sentValue(setting, to)}</ins>
          </li>
        ))}
      </ul>
    </li>
  )
}
