'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AccessSection } from './access-section.tsx'
import classes from './account-page.module.css'
import { AuthenticatorSection } from './authenticator-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { RecoverySection } from './recovery-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

/** How one signs in, where one is signed in, and what one may do. */
export function AccountPage() {
  const translate = useTranslations('account')
  const api = useApi()
  const { data: account, error, refetch } = useQuery(api.account.get.queryOptions())
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {account !== undefined ? (
        <Columns
          main={
            <>
              <PasswordSection changedAt={account.passwordChangedAt} email={account.email} />
              <AuthenticatorSection since={account.authenticator?.since ?? null} />
              <RecoverySection left={account.recoveryCodesLeft} email={account.email} />
              <PasskeysSection passkeys={account.passkeys} />
              <SessionsSection sessions={account.sessions} />
            </>
          }
          side={<AccessSection account={account} />}
        />
      ) : error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={error.message} onRetry={() => void refetch()} />
        </div>
      )}
    </Page>
  )
}
