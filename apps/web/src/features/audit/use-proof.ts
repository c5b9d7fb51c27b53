'use client'

import type { AuditEntryDetail } from '@counterfoil/services/audit'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useApi } from '../../trpc/client.tsx'
import { writeBase64 } from './base64.ts'
import { type KeptLog, keepLog, readKeptLog } from './kept-log.ts'
import type { Verdict } from './verify-entry.ts'

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

/**
 * Checks the entry in this browser, against what it kept when the entry was opened; the proof is asked for from there on, and
 * again while the entry waits for its place or a signature.
 */
export function useProof(id: string, detail: AuditEntryDetail): Proof {
  const api = useApi()
  const nowMs = useNowMs()
  const [kept, setKept] = useState(readKept)
  const first = kept === null && detail.proof.path !== null
  const asked = useQuery(
    api.audit.prove.queryOptions(
      { id, ...(kept === null ? {} : { since: kept.size }) },
      { enabled: !first, staleTime: 0, refetchInterval: (query) => (query.state.data?.path === null ? ASK_AGAIN_MS : false) },
    ),
  )
  const proof = first ? detail.proof : asked.data
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: worked out anew for another proof, not every second
  useEffect(() => {
    if (proof === undefined) return
    let overtaken = false
    // Curves and hashes come with the first entry that is opened, not with the page.
    void import('./verify-entry.ts').then(({ verifyEntry }) => {
      if (overtaken) return
      const found = verifyEntry({ detail, proof, kept, id })
      setVerdict(found)
      if (found.state !== 'verified' || proof.logKey === null) return
      // Another page may have seen more meanwhile.
      if ((readKept()?.size ?? 0) > found.size) return
      keepLog(window.localStorage, {
        origin: kept?.origin ?? proof.origin,
        logKey: kept?.logKey ?? proof.logKey,
        keySinceMs: kept?.keySinceMs ?? nowMs,
        size: found.size,
        root: writeBase64(found.root),
        verifiedAtMs: nowMs,
        index: found.index,
      })
    })
    return () => {
      overtaken = true
    }
  }, [detail, proof, id, kept])
  return {
    verdict,
    kept,
    witnesses: proof?.checkpoint?.cosignatures.length ?? 0,
    signedAtMs: proof?.checkpoint?.signedAtMs ?? null,
    keyShown: proof?.logKey ?? null,
    takeNewKey: () => {
      if (kept === null || !proof?.logKey) return
      const next = { ...kept, logKey: proof.logKey, keySinceMs: nowMs }
      keepLog(window.localStorage, next)
      setKept(next)
    },
  }
}

/** What this browser kept; nothing while the server draws the page. */
export function readKept(): KeptLog | null {
  return typeof window === 'undefined' ? null : readKeptLog(window.localStorage)
}
