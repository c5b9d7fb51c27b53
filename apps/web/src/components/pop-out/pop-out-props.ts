import type { ReactElement, ReactNode, Ref } from 'react'

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
