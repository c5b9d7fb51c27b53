'use client'

import { useState } from 'react'

export interface Selection {
  readonly ids: ReadonlySet<number>
  readonly toggle: (id: number) => void
  readonly set: (ids: readonly number[]) => void
}

/** Which rows are chosen. What is no longer on the page is chosen no more: nobody would see what is done to it. */
export function useSelection(shown: readonly { readonly id: number }[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const ids = new Set(shown.flatMap(({ id }) => (chosen.has(id) ? [id] : [])))
  return {
    ids,
    toggle: (id) => setChosen(ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id])),
    set: (next) => setChosen(new Set(next)),
  }
}
