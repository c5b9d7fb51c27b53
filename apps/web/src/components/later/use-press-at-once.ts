import { type RefObject, useEffect, useRef } from 'react'

/** A button that took the place of the one somebody pressed is pressed at once, and has the focus: to people it is the same one. */
export function usePressAtOnce(button: RefObject<HTMLElement | null>): void {
  const pressed = useRef(false)
  useEffect(() => {
    if (pressed.current) return
    pressed.current = true
    button.current?.focus()
    button.current?.click()
  }, [button])
}
