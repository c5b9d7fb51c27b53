'use client'

import type { LivePayment } from '@counterfoil/protocol'
import { useState } from 'react'
import { heldRows } from './held-rows.ts'

/** Stops the list while the pointer or the focus is in it. */
export function useHeldRows(rows: readonly LivePayment[], size: number) {
  const [held, setHeld] = useState<readonly LivePayment[] | null>(null)
  const shown = heldRows(rows, held, size)
  return {
    ...shown,
    held: held !== null,
    hold: () => setHeld((before) => before ?? shown.rows),
    release: () => setHeld(null),
    /** Takes in what waits and goes on holding. */
    renew: () => setHeld(rows.slice(0, size)),
  }
}
