'use client'

import dynamic from 'next/dynamic'
import { useEffect, useSyncExternalStore } from 'react'
import { useFactorDesk } from '../../trpc/client.tsx'
import type { FactorDesk } from '../../trpc/factor-desk.ts'

const StepUpDialog = dynamic(() => import('./step-up-dialog.tsx'), { ssr: false })

/**
 * The one place that asks for a fresh factor, part of the frame. A mutation refused with `factor_wanted` waits here and is sent
 * again once a factor was shown; closing the dialog hands it its refusal. Features do nothing for it: procedures come here through
 * `trpc/factor-link.ts`.
 */
export function StepUp({ email }: { readonly email: string }) {
  const desk = useFactorDesk()
  const wants = useSyncExternalStore(desk.subscribe, desk.wants, desk.wants)

  useEffect(() => {
    // Listens from the start, so that it hears of Escape before a dialog that lies under this one.
    const closeUppermost = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || !isAsking(desk.wants())) return
      event.stopImmediatePropagation()
      desk.gaveUp()
    }
    window.addEventListener('keydown', closeUppermost, { capture: true })
    return () => window.removeEventListener('keydown', closeUppermost, { capture: true })
  }, [desk])

  return isAsking(wants) ? <StepUpDialog email={email} onShown={desk.shown} onClose={desk.gaveUp} /> : null
}

/** Whoever is away is asked by the curtain, and that factor counts here as well. */
function isAsking(wants: ReturnType<FactorDesk['wants']>): boolean {
  return wants.has('factor_wanted') && !wants.has('idle')
}
