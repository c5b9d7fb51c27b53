'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { FactorForm } from '../factors/index.ts'
import classes from './return-form.module.css'

export interface ReturnFormProps {
  readonly email: string
  readonly onShown: () => void
  readonly signOut: () => void
}

/** The factor that leads back, and the way out for whoever cannot show one. */
export default function ReturnForm({ email, onShown, signOut }: ReturnFormProps) {
  const translate = useTranslations('presence')
  return (
    <>
      <FactorForm email={email} typed={['totp', 'recovery_code']} passkey submit={translate('submit')} onShown={onShown} />
      <p className={classes.who}>
        {translate('as')} <strong>{email}</strong> ·{' '}
        <UnstyledButton className={classes.link} onClick={signOut}>
          {translate('signOut')}
        </UnstyledButton>
      </p>
    </>
  )
}
