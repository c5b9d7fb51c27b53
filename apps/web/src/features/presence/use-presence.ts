'use client'

import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useApi, useFactorDesk } from '../../trpc/client.tsx'
import { nextPresence, type Presence, type PresenceInput } from './presence.ts'
import { openPresenceChannel, type PresenceChannel } from './presence-channel.ts'
import { watchActions } from './watch-actions.ts'

/** A session as the server knew it when it drew the page. */
export interface DrawnSession {
  readonly id: string
  readonly idle: boolean
  readonly lastActionMs: number
}

/** Mirrors how the server judges: it is told what the person does, and says when nobody has been there for too long. */
export function usePresence(session: DrawnSession): { readonly presence: Presence; readonly factorShown: () => void } {
  const desk = useFactorDesk()
  const api = useApi()
  const { mutateAsync: noteAction } = useMutation(api.account.noteAction.mutationOptions())
  const nowMs = useNowMs()
  const now = useRef(nowMs)
  now.current = nowMs
  const [presence, setPresence] = useState<Presence>(
    session.idle ? { kind: 'away' } : { kind: 'here', notedMs: session.lastActionMs, noting: false },
  )
  const current = useRef(presence)
  const channel = useRef<PresenceChannel | null>(null)

  const put = useCallback(
    (input: PresenceInput) => {
      const { state, note } = nextPresence(current.current, input)
      current.current = state
      setPresence(state)
      if (!note) return
      const atMs = now.current
      noteAction().then(
        () => {
          channel.current?.tell({ kind: 'noted', atMs })
          put({ kind: 'noted', atMs })
        },
        () => put({ kind: 'note_failed' }),
      )
    },
    [noteAction],
  )
  const comeBack = useCallback(() => {
    put({ kind: 'factor_shown', nowMs: now.current })
    desk.shown()
  }, [put, desk])

  useEffect(() => put({ kind: 'ticked', nowMs }), [put, nowMs])
  useEffect(() => watchActions(document, () => put({ kind: 'acted', nowMs: now.current })), [put])
  useEffect(() => {
    const opened = openPresenceChannel(session.id, (word) => {
      if (word.kind === 'noted') put(word)
      else if (word.kind === 'away') put({ kind: 'found_away' })
      else comeBack()
    })
    channel.current = opened
    return () => {
      channel.current = null
      opened.close()
    }
  }, [session.id, put, comeBack])

  const wants = useSyncExternalStore(desk.subscribe, desk.wants, desk.wants)
  const saidAway = wants.has('idle')
  useEffect(() => {
    if (!saidAway) return
    put({ kind: 'found_away' })
    channel.current?.tell({ kind: 'away' })
  }, [saidAway, put])

  return {
    presence,
    factorShown: () => {
      comeBack()
      channel.current?.tell({ kind: 'factor_shown' })
    },
  }
}
