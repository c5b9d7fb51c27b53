import type { RecordedInspection } from '@counterfoil/services/inspections'
import type { InspectionServer } from './ask-server.ts'
import type { Draft } from './draft.ts'
import type { PhoneStore } from './phone-store.ts'

export interface Sent {
  readonly draft: Draft
  readonly recorded: RecordedInspection
}

export interface SendOutcome {
  readonly sent: readonly Sent[]
  /** Why it stopped; null: everything of this person that can be sent was. */
  readonly stopped: 'away' | 'signed_out' | null
}

interface Sending {
  readonly server: Pick<InspectionServer, 'sendPhoto' | 'record'>
  readonly store: Pick<PhoneStore, 'listDrafts' | 'keepDraft' | 'removeDraft'>
  /** Who is signed in. */
  readonly personId: string
  readonly nowMs: () => number
}

/**
 * Sends what this person signed, the oldest first. A draft leaves the phone only after the server has said that it is recorded;
 * sent twice, it is one there. What the server refuses stays, with its word, for the person to decide.
 */
export async function sendDrafts({ server, store, personId, nowMs }: Sending): Promise<SendOutcome> {
  const waiting = (await store.listDrafts()).filter(
    (draft) => draft.personId === personId && draft.doneAtMs !== null && draft.refused === null,
  )
  const sent: Sent[] = []
  const inOrder = waiting.sort((a, b) => (a.doneAtMs ?? 0) - (b.doneAtMs ?? 0))
  const sentAnew = new Set<string>()
  for (const each of inOrder) {
    let draft = each
    let refused: string | null = null
    for (const [at, photo] of draft.photos.entries()) {
      if (photo.documentId !== null) continue
      const answer = await server.sendPhoto(draft.deviceId, photo)
      if (answer.kind === 'ok') {
        const photos = draft.photos.map((one, index) => (index === at ? { ...one, documentId: answer.value } : one))
        draft = { ...draft, photos }
        await store.keepDraft(draft)
      } else if (answer.kind === 'refused') {
        refused = answer.reason
        break
      } else return { sent, stopped: answer.kind }
    }
    if (refused === null) {
      const answer = await server.record(inputOf(draft, nowMs()))
      if (answer.kind === 'ok') {
        await store.removeDraft(draft.id)
        sent.push({ draft, recorded: answer.value })
        continue
      }
      if (answer.kind !== 'refused') return { sent, stopped: answer.kind }
      refused = answer.reason
    }
    // What was sent long ago and never named by an inspection is gone there, and still here.
    if (refused === 'no_photo' && each.photos.some(({ documentId }) => documentId !== null) && !sentAnew.has(draft.id)) {
      sentAnew.add(draft.id)
      inOrder.push({ ...draft, photos: draft.photos.map((photo) => ({ ...photo, documentId: null })) })
      continue
    }
    await store.keepDraft({ ...draft, refused })
  }
  return { sent, stopped: null }
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

function inputOf(draft: Draft, sentAtMs: number) {
  const { id, personId, deviceId, class: risk, classVersion, answers, sealFound, suspicious, photos, doneAtMs } = draft
  return {
    ...{ id, by: personId, deviceId, class: risk, classVersion, answers, suspicious, corrects: null },
    labelSerial: orNull(draft.labelSerial),
    seal: sealFound === null ? null : { found: sealFound, number: orNull(draft.sealNumber) },
    note: orNull(draft.note),
    photos: photos.flatMap(({ documentId }) => (documentId === null ? [] : [documentId])),
    doneAtMs: doneAtMs ?? sentAtMs,
    sentAtMs,
  }
}
