'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { formatLocalTime, parseLocalTime } from '../../components/format/local-time.ts'
import { useApi } from '../../trpc/client.tsx'
import { PlaceField } from './place-field.tsx'
import { useAlertChange } from './use-alert-change.ts'

const HOUR_MS = 3_600_000

/** From when until when nobody is told of what, and why. */
export function WindowDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslations('alerts')
  const api = useApi()
  const nowMs = useNowMs()
  const timeZone = useTimeZone()
  const { words, change } = useAlertChange(onClose)
  const add = useMutation(api.alerts.addWindow.mutationOptions(change))
  const [place, setPlace] = useState<WatchScope>({ kind: 'chain' })
  const [from, setFrom] = useState(() => formatLocalTime(nowMs, timeZone))
  const [until, setUntil] = useState(() => formatLocalTime(nowMs + HOUR_MS, timeZone))
  const [reason, setReason] = useState('')
  const [fromMs, untilMs] = [parseLocalTime(from, timeZone), parseLocalTime(until, timeZone)]
  return (
    <DialogForm
      title={translate('windows.add')}
      why={translate('windows.why')}
      submit={translate('windows.submit')}
      busy={add.isPending}
      ready={fromMs !== null && untilMs !== null && reason.trim() !== ''}
      problem={add.error === null ? null : words(add.error)}
      onSubmit={() => {
        if (fromMs !== null && untilMs !== null) add.mutate({ place, fromMs, untilMs, reason: reason.trim() })
      }}
      onClose={onClose}
    >
      <PlaceField place={place} onChange={setPlace} />
      <TextInput
        label={translate('windows.from')}
        type="datetime-local"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={translate('windows.until')}
        type="datetime-local"
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <TextInput
        label={translate('reason')}
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
