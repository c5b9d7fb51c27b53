import type { Answers, ChecklistDevice, InspectionItem } from '@counterfoil/services/inspections'

/** A photo as the phone keeps it, until the server has named it. */
export interface KeptPhoto {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What the server calls it; null: it was not sent, or nobody heard the answer. */
  readonly documentId: string | null
}

/** An inspection that was begun on this phone; signed, it waits to be sent. */
export interface Draft {
  readonly id: string
  /** Whose it is: nobody else sends it. */
  readonly personId: string
  readonly storeId: number
  readonly deviceId: number
  readonly class: ChecklistDevice['class']
  readonly classVersion: number
  readonly items: readonly InspectionItem[]
  readonly answers: Answers
  readonly labelSerial: string
  readonly sealFound: 'whole' | 'broken' | 'missing' | null
  readonly sealNumber: string
  readonly suspicious: boolean
  readonly note: string
  readonly photos: readonly KeptPhoto[]
  /** By the phone's clock, once it is signed. */
  readonly doneAtMs: number | null
  /** Why the server refused it, as its word; null: it did not. */
  readonly refused: string | null
}

interface Begun {
  readonly id: string
  readonly personId: string
  readonly storeId: number
  readonly device: ChecklistDevice
}

export function beginDraft({ id, personId, storeId, device }: Begun): Draft {
  const { deviceId, class: risk, classVersion, items } = device
  return {
    ...{ id, personId, storeId, deviceId, class: risk, classVersion, items, answers: {}, labelSerial: '', sealFound: null },
    ...{ sealNumber: '', suspicious: false, note: '', photos: [], doneAtMs: null, refused: null },
  }
}

/** The item photos are taken at. */
export function photoItem({ items }: Pick<Draft, 'items'>): InspectionItem | undefined {
  return items.includes('slot') ? 'slot' : items.at(-1)
}

/** How many steps are left before it can be signed: questions without an answer, and the photo. */
export function stepsLeft({ items, answers, photos }: Draft): number {
  return items.filter((item) => answers[item] === undefined).length + (photos.length === 0 ? 1 : 0)
}

/** The question to answer next; null when all are. */
export function nextItem({ items, answers }: Draft): InspectionItem | null {
  return items.find((item) => answers[item] === undefined) ?? null
}

/** Opened and left again: there is nothing to keep. */
export function isUntouched({ answers, photos, note, labelSerial, suspicious }: Draft): boolean {
  return Object.keys(answers).length + photos.length === 0 && note === '' && labelSerial === '' && !suspicious
}
