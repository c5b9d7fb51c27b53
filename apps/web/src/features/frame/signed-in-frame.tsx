'use client'

import type { ReactNode } from 'react'
import { Frame } from '../../components/frame/frame.tsx'
import type { PagePath } from '../../page-permissions.ts'
import { useOpenCardAlarms } from '../card-alarms/index.ts'
import { type DrawnSession, PresenceGuard } from '../presence/index.ts'
import { StepUp } from '../step-up/index.ts'
import { StoresReporting } from './stores-reporting.tsx'
import { useSignOut } from './use-sign-out.ts'

interface SignedInFrameProps {
  readonly name: string
  readonly email: string
  readonly pages: readonly PagePath[]
  readonly session: DrawnSession
  readonly wallPages: readonly PagePath[]
  /** Above every page. */
  readonly notice?: ReactNode
  readonly children: ReactNode
}

/** The frame with what it shows of this person and of the chain. */
export function SignedInFrame({ name, email, pages, session, wallPages, notice, children }: SignedInFrameProps) {
  const signOut = useSignOut()
  const cardAlarms = useOpenCardAlarms(pages.includes('/card-alarms'))
  const counts = cardAlarms === undefined ? {} : { '/card-alarms': cardAlarms }
  return (
    <>
      <StepUp email={email} />
      <PresenceGuard session={session} email={email} wallPages={wallPages} signOut={signOut}>
        <Frame person={{ name, email, pages, signOut, counts }} railFoot={<StoresReporting />} notice={notice}>
          {children}
        </Frame>
      </PresenceGuard>
    </>
  )
}
