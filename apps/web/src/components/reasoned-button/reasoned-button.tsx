'use client'

import { Button, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './reasoned-button.module.css'

interface ReasonedButtonProps {
  readonly words: string
  /** Names what it is done to, for whoever does not see the row. */
  readonly label: string
  readonly busy: boolean
  readonly onConfirm: (reason: string) => void
}

/** For a decision that is recorded with its reason: pressed, told why, pressed again in the same place. */
export function ReasonedButton({ words, label, busy, onConfirm }: ReasonedButtonProps) {
  const translate = useTranslations('common.reasoned')
  const [reason, setReason] = useState<string | null>(null)
  if (reason === null) {
    return (
      <Button size="compact-sm" variant="default" aria-label={label} onClick={() => setReason('')}>
        {words}
      </Button>
    )
  }
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault()
        onConfirm(reason.trim())
      }}
    >
      <TextInput
        className={classes.field}
        size="xs"
        aria-label={translate('reasonOf', { what: label })}
        placeholder={translate('reason')}
        value={reason}
        maxLength={2_000}
        autoFocus
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Button type="submit" size="compact-sm" variant="filled" loading={busy} disabled={reason.trim() === ''}>
        {words}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setReason(null)}>
        {translate('keep')}
      </Button>
    </form>
  )
}
