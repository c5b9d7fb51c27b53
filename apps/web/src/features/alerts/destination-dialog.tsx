'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { DestinationAddress, DestinationKind } from '@counterfoil/services/alerts'
import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { PlaceField } from './place-field.tsx'
import { useAlertChange } from './use-alert-change.ts'

const kinds: readonly DestinationKind[] = ['webhook', 'email', 'slack', 'feishu', 'dingtalk', 'wecom']
const signing: readonly DestinationKind[] = ['webhook', 'feishu', 'dingtalk']

/** A new one: who, where, of what and after how long. */
export function DestinationDialog({ onClose }: { readonly onClose: () => void }) {
  const translate = useTranslations('alerts')
  const api = useApi()
  const { words, change } = useAlertChange(onClose)
  const add = useMutation(api.alerts.addDestination.mutationOptions(change))
  const [name, setName] = useState('')
  const [kind, setKind] = useState<DestinationKind>('webhook')
  const [address, setAddress] = useState('')
  const [secret, setSecret] = useState('')
  const [place, setPlace] = useState<WatchScope>({ kind: 'chain' })
  const [least, setLeast] = useState<'warning' | 'critical'>('warning')
  const [afterMinutes, setAfter] = useState(0)
  return (
    <DialogForm
      title={translate('destinations.add')}
      why={translate('destinations.why')}
      submit={translate('destinations.submit')}
      busy={add.isPending}
      ready={name.trim() !== '' && address.trim() !== '' && (kind !== 'webhook' || secret.length >= 32)}
      problem={add.error === null ? null : words(add.error)}
      onSubmit={() =>
        add.mutate({ name: name.trim(), place, leastSeverity: least, afterMinutes, to: addressOf(kind, address.trim(), secret) })
      }
      onClose={onClose}
    >
      <TextInput
        label={translate('destinations.name')}
        required
        withAsterisk={false}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={translate('destinations.kind')}
        data={kinds.map((value) => ({ value, label: translate(`kinds.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(kinds.find((each) => each === value) ?? 'webhook')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        label={translate(kind === 'email' ? 'destinations.mails' : 'destinations.address')}
        required
        withAsterisk={false}
        maxLength={2_000}
        autoComplete="off"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {signing.includes(kind) ? (
        <PasswordInput
          label={translate(kind === 'webhook' ? 'destinations.secret' : 'destinations.robotSecret')}
          maxLength={200}
          autoComplete="new-password"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': translate('destinations.showSecret') }}
        />
      ) : null}
      <PlaceField place={place} onChange={setPlace} />
      <Select
        label={translate('destinations.leastLabel')}
        data={(['warning', 'critical'] as const).map((value) => ({ value, label: translate(`destinations.least.${value}`) }))}
        value={least}
        onChange={(value) => setLeast(value === 'critical' ? 'critical' : 'warning')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <NumberInput
        label={translate('destinations.after')}
        description={translate('destinations.afterWhy')}
        min={0}
        max={1_440}
        allowDecimal={false}
        value={afterMinutes}
        onChange={(value) => setAfter(Math.min(1_440, Math.max(0, Number(value))))}
      />
    </DialogForm>
  )
}

function addressOf(kind: DestinationKind, address: string, secret: string): DestinationAddress {
  switch (kind) {
    case 'webhook':
      return { kind, address, secret }
    case 'feishu':
    case 'dingtalk':
      return { kind, address, secret: secret === '' ? null : secret }
    default:
      return { kind, address }
  }
}
