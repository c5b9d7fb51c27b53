'use client'

import { useQueryClient } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useState, useTransition } from 'react'
import type { PagePath } from '../../page-permissions.ts'
import { Curtain } from './curtain.tsx'
import { LastMinute } from './last-minute.tsx'
import { PutAway } from './put-away.tsx'
import { type DrawnSession, usePresence } from './use-presence.ts'
import { WallNotice } from './wall-notice.tsx'

interface PresenceGuardProps {
  readonly session: DrawnSession
  readonly email: string
  /** The pages a wall screen may show: they stay to be seen. */
  readonly wallPages: readonly PagePath[]
  readonly signOut: () => void
  readonly children: ReactNode
}

/** After fifteen minutes without anybody there: what a wall may show goes on, everything else is put away until a factor is shown. */
export function PresenceGuard({ session, email, wallPages, signOut, children }: PresenceGuardProps) {
  const pathname = usePathname()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { presence, factorShown } = usePresence(session)
  const [returning, startReturning] = useTransition()
  // Drawn while nobody was there: there is nothing to keep, and what was drawn is not what the person may see.
  const [drawnAway, setDrawnAway] = useState(session.idle)
  const onWall = wallPages.some((page) => page === pathname)
  const away = presence.kind === 'away' || returning

  function onShown() {
    startReturning(() => {
      factorShown()
      // The server drew for somebody who was away, if it drew anything meanwhile.
      router.refresh()
      setDrawnAway(false)
    })
    void queryClient.invalidateQueries()
  }

  const returnProps = { email, onShown, signOut }
  return (
    <>
      {drawnAway && !onWall ? null : <PutAway how={away ? (onWall ? 'still' : 'gone') : 'not'}>{children}</PutAway>}
      {away && onWall ? <WallNotice {...returnProps} /> : null}
      {away && !onWall ? <Curtain {...returnProps} returning={returning} kept={!drawnAway} /> : null}
      {away ? null : <LastMinute presence={presence} />}
    </>
  )
}
