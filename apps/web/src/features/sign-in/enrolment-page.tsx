'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AccountStep, type LinkShown } from './account-step.tsx'
import { AuthenticatorStep } from './authenticator-step.tsx'
import { ConfirmPasswordStep } from './confirm-password-step.tsx'
import { accountOf, type Enrolment } from './enrolment.ts'
import { EntryLayout } from './entry-layout.tsx'
import { RecoveryCodesStep } from './recovery-codes-step.tsx'

/** Begins with a one-time link, or with an account that has no authenticator app yet. */
export type EnrolmentStart =
  | { readonly from: 'link'; readonly token: string; readonly link: LinkShown }
  | { readonly from: 'account'; readonly email: string }

type Stage =
  | { readonly at: 'start' }
  | { readonly at: 'authenticator'; readonly enrolment: Enrolment }
  | { readonly at: 'codes'; readonly enrolment: Enrolment }

export function EnrolmentPage({ start }: { readonly start: EnrolmentStart }) {
  const translate = useTranslations('signIn')
  const [stage, setStage] = useState<Stage>({ at: 'start' })
  const begin = (enrolment: Enrolment) => setStage({ at: 'authenticator', enrolment })
  return (
    <EntryLayout>
      {stage.at === 'start' && start.from === 'link' ? (
        <AccountStep token={start.token} link={start.link} onEnrolment={begin} />
      ) : null}
      {stage.at === 'start' && start.from === 'account' ? <ConfirmPasswordStep email={start.email} onEnrolment={begin} /> : null}
      {stage.at === 'authenticator' ? (
        <AuthenticatorStep
          enrolment={stage.enrolment}
          step={translate('step', { step: 2, all: 3 })}
          onDone={() => setStage({ at: 'codes', enrolment: stage.enrolment })}
          // The link is used up by now; the account goes on from its password.
          onAgain={() => window.location.assign('/enrol')}
        />
      ) : null}
      {stage.at === 'codes' ? (
        <RecoveryCodesStep
          codes={stage.enrolment.backupCodes}
          email={accountOf(stage.enrolment.totpURI)}
          step={translate('step', { step: 3, all: 3 })}
          onDone={() => window.location.assign('/')}
        />
      ) : null}
    </EntryLayout>
  )
}
