'use client'

import type { ReactElement, ReactNode, Ref } from 'react'
import { useLater } from '../later/use-later.ts'

/** What the button must take to open the box. */
export interface PopOutButton {
  readonly ref?: Ref<HTMLButtonElement>
  readonly onClick: () => void
  readonly 'aria-expanded': boolean
  readonly onPointerEnter?: () => void
  readonly onFocus?: () => void
}

export interface PopOutProps {
  readonly button: (props: PopOutButton) => ReactElement<Record<string, unknown>>
  readonly position: 'bottom-start' | 'bottom-end'
  readonly width: number | string
  readonly padding?: number
  readonly children: (close: () => void) => ReactNode
}

/** A button and the box it opens. What places boxes is a sixth of a page's scripts, so it comes with the first press. */
export function PopOut(props: PopOutProps) {
  const { part, prepare, ask } = useLater(() => import('./pop-box.tsx'))
  if (part !== null) return <part.PopBox {...props} />
  return props.button({ onClick: ask, 'aria-expanded': false, onPointerEnter: prepare, onFocus: prepare })
}
