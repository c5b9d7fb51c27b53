'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { BrandMark } from '../../components/brand/brand-mark.tsx'
import { LanguageSwitch } from '../../components/language/language-switch.tsx'
import { FactorForm } from '../factors/index.ts'
import classes from './curtain.module.css'

export interface CurtainProps {
  readonly email: string
  readonly returning: boolean
  /** Whether there is anything to come back to. */
  readonly kept: boolean
  readonly onShown: () => void
  readonly signOut: () => void
}

/** In place of a page whose person went away. */
export function Curtain({ kept, ...rest }: CurtainProps) {
  const translate = useTranslations('presence')
  const common = useTranslations('common')
  return (
    <div className={classes.curtain}>
      <main className={classes.box} aria-busy={rest.returning}>
        <div className={classes.brand}>
          <BrandMark size={24} />
          <span>{common('product')}</span>
        </div>
        <h1>{translate('title')}</h1>
        <p className={classes.why}>
          {translate('why')} {kept ? translate('kept') : null}
        </p>
        <ReturnForm {...rest} />
        <LanguageSwitch />
      </main>
    </div>
  )
}

/** The factor, and the way out for whoever cannot show one. */
export function ReturnForm({ email, onShown, signOut }: Omit<CurtainProps, 'kept'>) {
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
