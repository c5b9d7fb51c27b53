'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type AuditAddress, type FilterName, filterNames, readAddress } from './audit-address.ts'

type Changes = Readonly<Partial<Record<FilterName, string | null>>>

/** Filters and the entry shown beside the list, which stand in the address. */
export function useAuditAddress() {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const address: AuditAddress = useMemo(() => readAddress(search), [search])
  const hrefWith = (changes: Changes & { readonly entry?: string | null }) => {
    const parameters = new URLSearchParams(search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') parameters.delete(name)
      else parameters.set(name, value)
    }
    return parameters.size === 0 ? pathname : `${pathname}?${parameters}`
  }
  const none: Changes = Object.fromEntries(filterNames.map((name) => [name, null]))
  return {
    address,
    entry: search.get('entry'),
    hrefOfEntry: (id: string) => hrefWith({ entry: id }),
    /** Another question has other entries. */
    change: (changes: Changes) => router.push(hrefWith({ ...changes, entry: null })),
    replaceAll: (next: AuditAddress) => router.push(hrefWith({ ...none, ...next, entry: null })),
  }
}
