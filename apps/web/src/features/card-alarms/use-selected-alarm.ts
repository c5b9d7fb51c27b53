'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** The alarm the page shows beside the list: its id stands in the address. */
export function useSelectedAlarm(): { readonly selected: string | null; readonly hrefOf: (id: string) => string } {
  const pathname = usePathname()
  const search = useSearchParams()
  return {
    selected: search.get('alarm'),
    hrefOf: (id) => {
      const parameters = new URLSearchParams(search)
      parameters.set('alarm', id)
      return `${pathname}?${parameters}`
    },
  }
}
