'use client'

import type { AuditEntryDetail } from '@counterfoil/services/audit'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { useApi } from '../../trpc/client.tsx'
import { ArchivedEntry } from './archived-entry.tsx'
import { readBase64 } from './base64.ts'
import { DiffSection } from './diff-section.tsx'
import { readEntryBody } from './entry-body.ts'
import classes from './entry-detail.module.css'
import { EntryFacts } from './entry-facts.tsx'
import { EntryHead } from './entry-head.tsx'
import { NeighboursSection } from './neighbours-section.tsx'
import { OfflineSection } from './offline-section.tsx'
import { PersonalSection } from './personal-section.tsx'
import { ProofSection } from './proof-section.tsx'
import { RawSection } from './raw-section.tsx'
import { useProof } from './use-proof.ts'

interface EntryDetailProps {
  readonly id: string
  /** Beside the list there is less room, and a link to the page of its own. */
  readonly beside: boolean
  /** Whether the reader may erase personal values. */
  readonly mayErase?: boolean
}

/** One entry: what was before and after, its proof, its neighbours. Opening it is recorded, hence it is asked for once. */
export function EntryDetail({ id, beside, mayErase = false }: EntryDetailProps) {
  const translate = useTranslations('audit.detail')
  const api = useApi()
  const entry = useQuery(
    api.audit.get.queryOptions(
      { id },
      { retry: false, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false },
    ),
  )
  if (entry.data !== undefined) return <Entry id={id} detail={entry.data} beside={beside} mayErase={mayErase} />
  if (entry.error === null) return <div className={classes.toCome} aria-busy="true" />
  const code = entry.error.data?.code
  return code === 'NOT_FOUND' || code === 'BAD_REQUEST' ? (
    <EmptyState
      title={translate('notFound')}
      why={translate('notFoundWhy')}
      first={
        <Link href="/audit" data-link>
          {translate('back')}
        </Link>
      }
    />
  ) : (
    <div className={classes.padded}>
      <ErrorState title={translate('failed')} message={entry.error.message} onRetry={() => void entry.refetch()} />
    </div>
  )
}

function Entry({ id, detail, beside, mayErase = false }: EntryDetailProps & { readonly detail: AuditEntryDetail }) {
  const proof = useProof(id, detail)
  const bytes = useMemo(() => readBase64(detail.body ?? '') ?? new Uint8Array(), [detail.body])
  const body = useMemo(() => readEntryBody(bytes), [bytes])
  if (detail.body === null) return <ArchivedEntry detail={detail} proof={proof} beside={beside} erasable={mayErase ? id : null} />
  if (body === null) return <ProofSection proof={proof} />
  const { row, personal, sameRequest, around } = detail
  const known = proof.verdict?.state === 'verified' ? { ...row, index: proof.verdict.index } : row
  return (
    <div className={beside ? classes.one : classes.two}>
      <div className={classes.part}>
        <EntryHead row={known} body={body} personal={personal} proof={proof} beside={beside} />
        <DiffSection body={body} />
        {beside ? null : <PersonalSection personal={personal} erasable={mayErase ? id : null} />}
        {beside ? null : <EntryFacts row={known} body={body} />}
        {beside ? null : <RawSection bytes={bytes} id={id} />}
      </div>
      <div className={classes.part}>
        <ProofSection proof={proof} />
        {beside ? null : <OfflineSection id={id} proof={proof} />}
        {beside ? <PersonalSection personal={personal} /> : null}
        <NeighboursSection row={row} sameRequest={sameRequest} around={around} />
      </div>
    </div>
  )
}
