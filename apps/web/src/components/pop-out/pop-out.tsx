'use client'

import { useLater } from '../later/use-later.ts'
import type { PopOutProps } from './pop-out-props.ts'

/** A button and the box it opens. What places boxes is a sixth of a page's scripts, so it comes with the first press. */
export function PopOut(props: PopOutProps) {
  const { part, prepare, ask } = useLater(() => import('./pop-box.tsx'))
  if (part !== null) return <part.PopBox {...props} />
  return props.button({ onClick: ask, 'aria-expanded': false, onPointerEnter: prepare, onFocus: prepare })
}
