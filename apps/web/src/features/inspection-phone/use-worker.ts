'use client'

import { useEffect, useState } from 'react'
import { workerPath } from '../../content-security-policy.ts'

/** Whether this page opens without a network: false where the browser allows no worker, as over plain http. Null: not known yet. */
export function useWorker(): boolean | null {
  const [works, setWorks] = useState<boolean | null>(null)
  useEffect(() => {
    let gone = false
    const know = (value: boolean) => {
      if (!gone) setWorks(value)
    }
    if (!('serviceWorker' in navigator)) {
      know(false)
      return
    }
    navigator.serviceWorker
      .register(workerPath, { scope: '/inspections/do', updateViaCache: 'none' })
      // Also where there is no network now: then it is there already.
      .then(
        () => navigator.serviceWorker.ready,
        () => navigator.serviceWorker.getRegistration('/inspections/do'),
      )
      .then(
        (registration) => know(registration?.active !== null && registration !== undefined),
        () => know(false),
      )
    return () => {
      gone = true
    }
  }, [])
  return works
}
