'use client'

import { browserPrimitives } from '@counterfoil/audit/browser'
import type { AuditEntryDetail } from '@counterfoil/services/audit'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useApi } from '../../trpc/client.tsx'
import { writeBase64 } from './base64.ts'
import { type KeptLog, keepLog, readKeptLog } from './kept-log.ts'
import { type Verdict, verifyEntry } from './verify-entry.ts'

const ASK_AGAIN_MS = 1_500

export interface Proof {
  /** null until this browser has worked it out. */
  readonly verdict: Verdict | null
  /** What was kept when it began. */
  readonly kept: KeptLog | null
  readonly witnesses: number
  readonly signedAtMs: number | null
  readonly keyShown: string | null
  readonly takeNewKey: () => void
}

/** Checks the entry in this browser, and asks again while it waits for its place or a signature. */
export function useProof(id: string, detail: AuditEntryDetail): Proof {
  const api = useApi()
  const nowMs = useNowMs()
  const waiting = detail.proof.path === null
  const asked = useQuery(
    api.audit.prove.queryOptions(
      { id, ...sinceOf(readKept()) },
      { enabled: waiting, refetchInterval: (query) => (query.state.data?.path ? false : ASK_AGAIN_MS) },
    ),
  )
  const proof = waiting ? (asked.data ?? detail.proof) : detail.proof
  const [found, setFound] = useState<{ readonly verdict: Verdict; readonly kept: KeptLog | null } | null>(null)
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: worked out anew for another proof, not every second
  useEffect(() => {
    const kept = readKept()
    const verdict = verifyEntry({ detail, proof, kept, id }, browserPrimitives)
    setFound({ verdict, kept })
    if (verdict.state !== 'verified' || proof.logKey === null) return
    keepLog(window.localStorage, {
      origin: kept?.origin ?? proof.origin,
      logKey: kept?.logKey ?? proof.logKey,
      keySinceMs: kept?.keySinceMs ?? nowMs,
      size: verdict.size,
      root: writeBase64(verdict.root),
      verifiedAtMs: nowMs,
      index: verdict.index,
    })
  }, [detail, proof, id, turn])
  return {
    verdict: found?.verdict ?? null,
    kept: found?.kept ?? null,
    witnesses: proof.checkpoint?.cosignatures.length ?? 0,
    signedAtMs: proof.checkpoint?.signedAtMs ?? null,
    keyShown: proof.logKey,
    takeNewKey: () => {
      const kept = readKept()
      if (kept !== null && proof.logKey !== null) keepLog(window.localStorage, { ...kept, logKey: proof.logKey, keySinceMs: nowMs })
      setTurn(turn + 1)
    },
  }
}

/** What this browser kept; nothing while the server draws the page. */
export function readKept(): KeptLog | null {
  return typeof window === 'undefined' ? null : readKeptLog(window.localStorage)
}

/** For the question: from which size on the log must show that it only grew. */
export function sinceOf(kept: KeptLog | null): { readonly since?: number } {
  return kept === null || kept.size < 1 ? {} : { since: kept.size }
}
