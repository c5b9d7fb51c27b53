'use client'

import { useState } from 'react'
import { SingleSignOn } from '../factors/index.ts'
import { CodeStep } from './code-step.tsx'
import { EntryLayout } from './entry-layout.tsx'
import { PasswordStep } from './password-step.tsx'
import { SecondKindStep } from './second-kind-step.tsx'

interface SignInPageProps {
  /** Where to go when signed in: a path of ours, checked by the server. */
  readonly next: string
  /** Whose sign-in a passkey began and something of another kind completes. */
  readonly begunByPasskey: string | null
  /** What the chain's identity provider is called; null without one. */
  readonly provider: string | null
  /** Why the way through the provider opened nothing. */
  readonly ssoRefusal: string | null
}

/** Password, then a code from the app or a recovery code; or a passkey, which administrators complete by password or code. */
export function SignInPage({ next, begunByPasskey, provider, ssoRefusal }: SignInPageProps) {
  const [email, setEmail] = useState<string | null>(null)
  // A full load: the frame is drawn for the person from the start.
  const leave = (path: string) => window.location.assign(path)
  return (
    <SingleSignOn name={provider}>
      <EntryLayout>
        {begunByPasskey !== null ? (
          <SecondKindStep email={begunByPasskey} onDone={() => leave(next)} />
        ) : email === null ? (
          <PasswordStep
            next={next}
            ssoRefusal={ssoRefusal}
            // The server knows whose passkey it was, and draws the next step with it.
            onPasskey={(complete) => leave(complete ? next : `/sign-in?next=${encodeURIComponent(next)}`)}
            onCodeNeeded={setEmail}
            onEnrolmentNeeded={() => leave('/enrol')}
          />
        ) : (
          <CodeStep email={email} onDone={() => leave(next)} onAgain={() => setEmail(null)} />
        )}
      </EntryLayout>
    </SingleSignOn>
  )
}
