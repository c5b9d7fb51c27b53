'use client'

import { useState } from 'react'
import { CodeStep } from './code-step.tsx'
import { EntryLayout } from './entry-layout.tsx'
import { PasswordStep } from './password-step.tsx'

interface SignInPageProps {
  /** Where to go when signed in: a path of ours, checked by the server. */
  readonly next: string
}

/** Password, then a code from the app or a recovery code. */
export function SignInPage({ next }: SignInPageProps) {
  const [email, setEmail] = useState<string | null>(null)
  // A full load: the frame is drawn for the person from the start.
  const leave = (path: string) => window.location.assign(path)
  return (
    <EntryLayout>
      {email === null ? (
        <PasswordStep onCodeNeeded={setEmail} onEnrolmentNeeded={() => leave('/enrol')} />
      ) : (
        <CodeStep email={email} onDone={() => leave(next)} onAgain={() => setEmail(null)} />
      )}
    </EntryLayout>
  )
}
