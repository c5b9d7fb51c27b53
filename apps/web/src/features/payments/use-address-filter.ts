'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type AddressFilter, type FilterName, filterNames, readAddress } from './filter-in-address.ts'

/** The filters in the address; changing them keeps the scope. */
export function useAddressFilter(): {
  readonly address: AddressFilter
  readonly change: (changes: Readonly<Partial<Record<FilterName, string | null>>>) => void
  readonly clear: () => void
} {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const address = useMemo(() => readAddress(search), [search])
  const change = (changes: Readonly<Partial<Record<FilterName, string | null>>>) => {
    const parameters = new URLSearchParams(search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') parameters.delete(name)
      else parameters.set(name, value)
    }
    router.push(parameters.size === 0 ? pathname : `${pathname}?${parameters}`)
  }
  return { address, change, clear: () => change(Object.fromEntries(filterNames.map((name) => [name, null]))) }
}
