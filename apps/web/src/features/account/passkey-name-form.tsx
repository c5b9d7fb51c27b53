'use client'

import { Button, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import classes from './account-section.module.css'

interface PasskeyNameFormProps {
  readonly name: string
  readonly hint?: string
  readonly submit: string
  readonly busy: boolean
  readonly problemId: string
  readonly onName: (name: string) => void
  readonly onClose?: () => void
}

const LONGEST_NAME = 80

export function PasskeyNameForm({ name, hint, submit, busy, problemId, onName, onClose }: PasskeyNameFormProps) {
  const translate = useTranslations('account.passkeys')
  const [text, setText] = useState(name)
  function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (text.trim() !== '') onName(text.trim())
  }
  return (
    <form onSubmit={onSubmit}>
      <TextInput
        size="md"
        name="passkey-name"
        autoComplete="off"
        autoFocus
        required
        withAsterisk={false}
        maxLength={LONGEST_NAME}
        label={translate('name')}
        description={hint}
        value={text}
        aria-describedby={problemId}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={busy}>
          {submit}
        </Button>
        {onClose === undefined ? null : <Button onClick={onClose}>{translate('close')}</Button>}
      </div>
    </form>
  )
}
