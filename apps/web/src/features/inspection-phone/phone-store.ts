import type { StoreChecklist } from '@counterfoil/services/inspections'
import type { Draft } from './draft.ts'

/** What a store looked like when the phone last had a network. */
export interface KeptChecklist {
  readonly storeId: number
  readonly readAtMs: number
  readonly checklist: StoreChecklist
}

/** What the phone keeps in its own database: nothing of it is money. */
export interface PhoneStore {
  readonly keepChecklist: (kept: KeptChecklist) => Promise<void>
  readonly findChecklist: (storeId: number) => Promise<KeptChecklist | null>
  readonly keepDraft: (draft: Draft) => Promise<void>
  readonly removeDraft: (id: string) => Promise<void>
  readonly listDrafts: () => Promise<Draft[]>
}

const NAME = 'counterfoil inspections'
const VERSION = 1

/** Throws where the browser keeps nothing: a private window, or no room. */
export async function openPhoneStore(): Promise<PhoneStore> {
  const database = await open()
  const ask = <Result>(table: 'checklists' | 'drafts', mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest) =>
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
    keepDraft: (draft) => ask('drafts', 'readwrite', (store) => store.put(draft)),
    removeDraft: (id) => ask('drafts', 'readwrite', (store) => store.delete(id)),
    listDrafts: () => ask('drafts', 'readonly', (store) => store.getAll()),
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('checklists', { keyPath: 'storeId' })
      request.result.createObjectStore('drafts', { keyPath: 'id' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
