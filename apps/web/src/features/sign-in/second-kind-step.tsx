'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { askServer, FactorForm } from '../factors/index.ts'
import classes from './entry.module.css'

interface SecondKindStepProps {
  readonly email: string
  readonly onDone: () => void
}

/** After an administrator's passkey: something of another kind, typed. */
export function SecondKindStep({ email, onDone }: SecondKindStepProps) {
  const translate = useTranslations('signIn')
  const again = async () => {
    await askServer('signOut', {})
    window.location.assign('/sign-in')
  }
  return (
    <div>
      <p className={classes.step}>{translate('step', { step: 2, all: 2 })}</p>
      <h1>{translate('secondKind.title')}</h1>
      <p className={classes.intro}>
        {translate('code.as')} <strong>{email}</strong> ·{' '}
        <UnstyledButton className={classes.link} onClick={() => void again()}>
          {translate('code.notYou')}
        </UnstyledButton>
      </p>
      <p className={classes.intro}>{translate('secondKind.why')}</p>
      <FactorForm
        email={email}
        typed={['password', 'totp', 'recovery_code']}
        passkey={false}
        sso={false}
        submit={translate('title')}
        onShown={onDone}
      />
    </div>
  )
}
