'use client'

import { Button, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import classes from './commissioning.module.css'

interface ReasonFormProps {
  readonly words: { readonly open: string; readonly why: string; readonly now: string }
  readonly busy: boolean
  readonly onSend: (reason: string) => void
}

/** For what wants a reason: pressed, said, and pressed again. */
export function ReasonForm({ words, busy, onSend }: ReasonFormProps) {
  const translate = useTranslations('commissioning.withdraw')
  const [reason, setReason] = useState<string | null>(null)
  if (reason === null) return <Button onClick={() => setReason('')}>{words.open}</Button>
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSend(reason)
  }
  return (
    <form onSubmit={send}>
      <TextInput
        label={words.why}
        value={reason}
        maxLength={500}
        required
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
          {words.now}
        </Button>
        <Button onClick={() => setReason(null)}>{translate('keep')}</Button>
      </div>
    </form>
  )
}
