'use client'

import { PasswordInput, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import { CodeField } from './code-field.tsx'
import type { TypedFactor } from './show-factor.ts'

interface TypedFactorFieldProps {
  readonly kind: TypedFactor
  readonly value: string
  readonly onChange: (text: string) => void
  /** All six digits of a code are there. */
  readonly onComplete: (digits: string) => void
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly invalid: boolean
  readonly describedBy: string
}

export function TypedFactorField({ kind, value, onChange, onComplete, inputRef, invalid, describedBy }: TypedFactorFieldProps) {
  const translate = useTranslations('factors')
  const signIn = useTranslations('signIn')
  if (kind === 'totp') {
    return (
      <CodeField
        label={translate('totp.label')}
        value={value}
        inputRef={inputRef}
        invalid={invalid}
        describedBy={describedBy}
        onChange={onChange}
        onComplete={onComplete}
      />
    )
  }
  const shared = {
    ref: inputRef,
    size: 'md',
    autoFocus: true,
    'data-autofocus': true,
    required: true,
    withAsterisk: false,
    label: translate(`${kind}.label`),
    value,
    error: invalid,
    'aria-describedby': describedBy,
    onChange: (event: { readonly currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
  } as const
  if (kind === 'recovery_code') {
    return <TextInput {...shared} name="recovery" autoComplete="off" autoCapitalize="off" spellCheck={false} />
  }
  return (
    <PasswordInput
      {...shared}
      name="password"
      autoComplete="current-password"
      visibilityToggleButtonProps={{ 'aria-label': signIn('showPassword') }}
    />
  )
}
