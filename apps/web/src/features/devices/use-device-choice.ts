'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type DeviceChoice, deviceChoiceNames, parseDeviceChoice } from './device-filter.ts'

type Changes = Partial<Record<(typeof deviceChoiceNames)[number], string | null>>

/** The filter in the address. */
export function useDeviceChoice(): {
  readonly choice: DeviceChoice
  readonly change: (changes: Changes) => void
  readonly clear: () => void
} {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const choice = useMemo(() => parseDeviceChoice((name) => search.get(name)), [search])
  const change = (changes: Changes) => {
    const parameters = new URLSearchParams(search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') parameters.delete(name)
      else parameters.set(name, value)
    }
    router.replace(parameters.size === 0 ? pathname : `${pathname}?${parameters}`)
  }
  return { choice, change, clear: () => change(Object.fromEntries(deviceChoiceNames.map((name) => [name, null]))) }
}
