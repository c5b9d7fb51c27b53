import type { RecordedInspection, RecordInspectionInput, StoreChecklist } from '@counterfoil/services/inspections'
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '../../server/root.ts'
import type { KeptPhoto } from './draft.ts'

/** Why there is no answer: no network or a server that cannot just now, nobody signed in, or a refusal with its word. */
export type Unanswered =
  | { readonly kind: 'away' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'refused'; readonly reason: string }
export type Answer<Value> = { readonly kind: 'ok'; readonly value: Value } | Unanswered

export interface InspectionServer {
  readonly checklist: (storeId: number) => Promise<Answer<StoreChecklist>>
  /** Gives what the server calls the photo. */
  readonly sendPhoto: (deviceId: number, photo: KeptPhoto) => Promise<Answer<string>>
  /** The bytes of a photo of an earlier time; that they were taken is recorded. */
  readonly takePhoto: (id: string) => Promise<Answer<Uint8Array<ArrayBuffer>>>
  readonly record: (input: RecordInspectionInput) => Promise<Answer<RecordedInspection>>
  /** That the person is there: without it the session counts as left after 15 minutes. */
  readonly noteAction: () => void
}

/** Asks without waiting for a factor and without leading away from the page: what is begun here must not be lost. */
export function createInspectionServer(): InspectionServer {
  const client = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, methodOverride: 'POST' })],
  })
  return {
    checklist: (storeId) => answerOf(client.inspections.checklist.query({ storeId })),
    sendPhoto,
    takePhoto,
    record: (input) => answerOf(client.inspections.record.mutate(input)),
    noteAction: () => void answerOf(client.account.noteAction.mutate()),
  }
}

async function answerOf<Value>(asked: Promise<Value>): Promise<Answer<Value>> {
  try {
    return { kind: 'ok', value: await asked }
  } catch (error) {
    const data: unknown = error instanceof TRPCClientError ? error.data : null
    const { httpStatus, reason } = (data ?? {}) as { httpStatus?: number; reason?: string }
    return judgeStatus(httpStatus, reason)
  }
}

async function sendPhoto(deviceId: number, { name, bytes }: KeptPhoto): Promise<Answer<string>> {
  const response = await fetch(`/api/v1/inspections/photos?device=${deviceId}&name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Blob([bytes], { type: 'application/octet-stream' }),
  }).catch(() => null)
  const body: { id?: string; code?: string } = (await response?.json().catch(() => ({}))) ?? {}
  if (response?.ok && typeof body.id === 'string') return { kind: 'ok', value: body.id }
  return judgeStatus(response?.status, body.code?.toLowerCase())
}

async function takePhoto(id: string): Promise<Answer<Uint8Array<ArrayBuffer>>> {
  const response = await fetch('/api/download', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ what: 'document', id }),
  }).catch(() => null)
  const bytes = response?.ok ? await response.arrayBuffer().catch(() => null) : null
  if (bytes !== null) return { kind: 'ok', value: new Uint8Array(bytes) }
  const body: { code?: string } = response?.ok ? {} : ((await response?.json().catch(() => ({}))) ?? {})
  return judgeStatus(response?.ok ? undefined : response?.status, body.code?.toLowerCase())
}

/** What an HTTP status means for what is kept: whatever may pass is waited for, and only a refusal of the thing itself is one. */
export function judgeStatus(status: number | undefined, reason: string | undefined): Unanswered {
  if (status === undefined || status >= 500 || status === 429 || status === 408) return { kind: 'away' }
  if (status === 401) return { kind: 'signed_out' }
  return { kind: 'refused', reason: reason ?? String(status) }
}
