'use client'

import { useEffect, useRef } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'

const RENEWED_AFTER_MS = 12 * 3_600_000

/** A wall is never reloaded by hand: twice a day it fetches itself anew, but only while the line is good. */
export function useRenewal(lineIsGood: boolean): void {
  const nowMs = useNowMs()
  const openedMs = useRef(nowMs)
  const due = lineIsGood && nowMs - openedMs.current >= RENEWED_AFTER_MS
  useEffect(() => {
    if (due) window.location.reload()
  }, [due])
}
