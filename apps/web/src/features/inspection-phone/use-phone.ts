'use client'

import type { ChecklistDevice } from '@counterfoil/services/inspections'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { browserNowMs } from '../../components/browser/browser-parts.ts'
import { createInspectionServer, type Unanswered } from './ask-server.ts'
import type { Draft } from './draft.ts'
import { keepLastPhotos } from './keep-last-photos.ts'
import { type KeptChecklist, openPhoneStore, type PhoneStore } from './phone-store.ts'
import { type Sent, sendDrafts } from './send-drafts.ts'

const AGAIN_MS = 20_000
const NOTE_EVERY_MS = 60_000

export interface Phone {
  /** Null: nothing is known of this store here. */
  readonly kept: KeptChecklist | null
  readonly drafts: readonly Draft[]
  /** How the last question to the server ended; null: it is under way for the first time. */
  readonly line: 'ok' | Unanswered | null
  readonly sending: boolean
  /** The browser keeps nothing for this page. */
  readonly noRoom: boolean
  readonly sent: readonly Sent[]
  readonly keep: (draft: Draft) => void
  /** Changes a draft as it is by now; one that was signed meanwhile stays as it was signed. */
  readonly change: (id: string, how: (now: Draft) => Draft) => void
  readonly discard: (id: string) => void
  readonly sendNow: () => void
  /** Brings the photos of the last time of one terminal, where there is a network. */
  readonly wantPhotos: (of: ChecklistDevice) => void
  readonly findPhoto: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>
  readonly noteAction: () => void
}

/** What the phone knows of a store, what was begun on it, and the way to the server whenever there is one. */
export function usePhone(storeId: number): Phone {
  const server = useMemo(createInspectionServer, [])
  const store = useRef<PhoneStore | null>(null)
  const busy = useRef(false)
  const again = useRef(false)
  const notedMs = useRef(0)
  const [kept, setKept] = useState<KeptChecklist | null>(null)
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  const latest = useRef<readonly Draft[]>([])
  const [line, setLine] = useState<Phone['line']>(null)
  const [sending, setSending] = useState(false)
  const [noRoom, setNoRoom] = useState(false)
  const [sent, setSent] = useState<readonly Sent[]>([])

  const show = useCallback((all: readonly Draft[]) => {
    latest.current = all
    setDrafts(all)
  }, [])
  const readDrafts = useCallback(async () => show((await store.current?.listDrafts()) ?? []), [show])

  const finding = useCallback(() => async (id: string) => (await store.current?.findPhoto(id))?.bytes ?? null, [])
  // Another function each time photos came: whoever shows one looks again.
  const [findPhoto, setFindPhoto] = useState<Phone['findPhoto']>(finding)
  const bringPhotos = useCallback(
    async (devices: readonly ChecklistDevice[]) => {
      const phone = store.current
      if (phone === null) return
      // Without them, or without room for them, everything else works.
      const came = await keepLastPhotos({ server, store: phone, devices }).catch(() => false)
      if (came) setFindPhoto(finding)
    },
    [server, finding],
  )

  const meet = useCallback(async () => {
    const answer = await server.checklist(storeId)
    setLine(answer.kind === 'ok' ? 'ok' : answer)
    if (answer.kind !== 'ok') return null
    const fresh = { storeId, readAtMs: browserNowMs(), checklist: answer.value }
    await store.current?.keepChecklist(fresh)
    setKept(fresh)
    void bringPhotos(fresh.checklist.devices.filter(({ due }) => due !== null && due.state !== 'later'))
    return fresh.checklist.person.id
  }, [server, storeId, bringPhotos])

  const sendNow = useCallback(async () => {
    const phone = store.current
    // What was signed meanwhile goes with the next round, which comes at once.
    again.current = true
    if (busy.current || phone === null) return
    busy.current = true
    setSending(true)
    try {
      while (again.current) {
        again.current = false
        const personId = await meet()
        if (personId === null) break
        const outcome = await sendDrafts({ server, store: phone, personId, nowMs: browserNowMs })
        setSent((before) => [...outcome.sent, ...before])
        if (outcome.stopped !== null) setLine({ kind: outcome.stopped })
        else if (outcome.sent.length > 0) await meet()
        await readDrafts()
      }
    } finally {
      busy.current = false
      setSending(false)
    }
  }, [server, meet, readDrafts])

  useEffect(() => {
    const begin = async () => {
      try {
        store.current = await openPhoneStore()
        setKept(await store.current.findChecklist(storeId))
        await readDrafts()
      } catch {
        setNoRoom(true)
        return
      }
      await sendNow()
    }
    void begin()
    const online = () => void sendNow()
    const offline = () => setLine({ kind: 'away' })
    window.addEventListener('online', online)
    window.addEventListener('offline', offline)
    const timer = setInterval(online, AGAIN_MS)
    return () => {
      window.removeEventListener('online', online)
      window.removeEventListener('offline', offline)
      clearInterval(timer)
    }
  }, [storeId, sendNow, readDrafts])

  const keep = useCallback(
    (draft: Draft) => {
      show([...latest.current.filter(({ id }) => id !== draft.id), draft])
      void store.current?.keepDraft(draft).then(
        () => (draft.doneAtMs === null ? undefined : sendNow()),
        () => setNoRoom(true),
      )
    },
    [sendNow, show],
  )
  const change = useCallback(
    (id: string, how: (now: Draft) => Draft) => {
      const now = latest.current.find((draft) => draft.id === id && draft.doneAtMs === null)
      if (now !== undefined) keep(how(now))
    },
    [keep],
  )
  const discard = useCallback((id: string) => void store.current?.removeDraft(id).then(readDrafts), [readDrafts])
  const noteAction = useCallback(() => {
    if (browserNowMs() - notedMs.current < NOTE_EVERY_MS) return
    notedMs.current = browserNowMs()
    server.noteAction()
  }, [server])
  const wantPhotos = useCallback((of: ChecklistDevice) => void bringPhotos([of]), [bringPhotos])
  const ways = { keep, change, discard, sendNow: () => void sendNow(), wantPhotos, findPhoto, noteAction }
  return { kept, drafts, line, sending, noRoom, sent, ...ways }
}
