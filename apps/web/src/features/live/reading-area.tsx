'use client'

import type { ReactNode } from 'react'

interface ReadingAreaProps {
  readonly className?: string | undefined
  readonly onStart: () => void
  readonly onEnd: () => void
  readonly children: ReactNode
}

/** Tells when somebody's pointer or focus is in it: then nothing in it may move. */
export function ReadingArea({ className, onStart, onEnd, children }: ReadingAreaProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches; what can be pressed is inside
    <div
      className={className}
      onPointerEnter={onStart}
      onPointerLeave={onEnd}
      onFocus={onStart}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onEnd()
      }}
    >
      {children}
    </div>
  )
}
