import type { StoreChecklist } from '@counterfoil/services/inspections'
import type { Draft } from './draft.ts'

/** What a store looked like when the phone last had a network. */
export interface KeptChecklist {
  readonly storeId: number
  readonly readAtMs: number
  readonly checklist: StoreChecklist
}

/** A photo of the last time, by the server's name of it. */
export interface LastPhoto {
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What the phone keeps in its own database: nothing of it is money. */
export interface PhoneStore {
  readonly keepChecklist: (kept: KeptChecklist) => Promise<void>
  readonly findChecklist: (storeId: number) => Promise<KeptChecklist | null>
  readonly listChecklists: () => Promise<KeptChecklist[]>
  readonly keepPhoto: (photo: LastPhoto) => Promise<void>
  readonly findPhoto: (id: string) => Promise<LastPhoto | null>
  readonly listPhotoIds: () => Promise<string[]>
  readonly removePhoto: (id: string) => Promise<void>
  readonly keepDraft: (draft: Draft) => Promise<void>
  readonly removeDraft: (id: string) => Promise<void>
  readonly listDrafts: () => Promise<Draft[]>
}

type Table = 'checklists' | 'drafts' | 'photos'

const NAME = 'counterfoil inspections'
/** 2: photos of the last time. */
const VERSION = 2

/** Throws where the browser keeps nothing: a private window, or no room. */
export async function openPhoneStore(): Promise<PhoneStore> {
  const database = await open()
  const ask = <Result>(table: Table, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest) =>
    new Promise<Result>((resolve, reject) => {
      const transaction = database.transaction(table, mode)
      const request = work(transaction.objectStore(table))
      // Resolved when it is on the disk, not when it was asked for.
      transaction.oncomplete = () => resolve(request.result as Result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  return {
    keepChecklist: (kept) => ask('checklists', 'readwrite', (store) => store.put(kept)),
    findChecklist: async (storeId) =>
      (await ask<KeptChecklist | undefined>('checklists', 'readonly', (store) => store.get(storeId))) ?? null,
    listChecklists: () => ask('checklists', 'readonly', (store) => store.getAll()),
    keepPhoto: (photo) => ask('photos', 'readwrite', (store) => store.put(photo)),
    findPhoto: async (id) => (await ask<LastPhoto | undefined>('photos', 'readonly', (store) => store.get(id))) ?? null,
    listPhotoIds: () => ask('photos', 'readonly', (store) => store.getAllKeys()),
    removePhoto: (id) => ask('photos', 'readwrite', (store) => store.delete(id)),
    keepDraft: (draft) => ask('drafts', 'readwrite', (store) => store.put(draft)),
    removeDraft: (id) => ask('drafts', 'readwrite', (store) => store.delete(id)),
    listDrafts: () => ask('drafts', 'readonly', (store) => store.getAll()),
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION)
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore('checklists', { keyPath: 'storeId' })
        request.result.createObjectStore('drafts', { keyPath: 'id' })
      }
      request.result.createObjectStore('photos', { keyPath: 'id' })
    }
    request.onsuccess = () => {
      // Another page of a newer release waits for this one to let go.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
    request.onerror = () => reject(request.error)
  })
}
