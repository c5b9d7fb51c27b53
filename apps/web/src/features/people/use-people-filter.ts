'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type PeopleFilter, parsePeopleFilter, peopleFilterNames } from './people-filter.ts'

/** The filter in the address. */
export function usePeopleFilter(): {
  readonly filter: PeopleFilter
  readonly change: (changes: Partial<Record<(typeof peopleFilterNames)[number], string | null>>) => void
  readonly clear: () => void
} {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const filter = useMemo(() => parsePeopleFilter((name) => search.get(name)), [search])
  const change = (changes: Partial<Record<(typeof peopleFilterNames)[number], string | null>>) => {
    const parameters = new URLSearchParams(search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') parameters.delete(name)
      else parameters.set(name, value)
    }
    router.replace(parameters.size === 0 ? pathname : `${pathname}?${parameters}`)
  }
  return { filter, change, clear: () => change(Object.fromEntries(peopleFilterNames.map((name) => [name, null]))) }
}
