'use client'

import Link from 'next/link'
import { useKnownTitle } from '../device-health/index.ts'

/** Which store, and what its devices have; the page of devices shows which ones. */
export function CauseSubject({ rule, subject }: { readonly rule: 'store_offline' | 'device_unwell'; readonly subject: string }) {
  const titleOf = useKnownTitle()
  const [, store, code] = (rule === 'device_unwell' ? /^(.*) ([a-z_]+)$/s.exec(subject) : null) ?? [subject, subject]
  return (
    <Link href={`/devices?search=${encodeURIComponent(store ?? subject)}`} data-link>
      {code === undefined ? store : `${store}, ${titleOf(code)}`}
    </Link>
  )
}
