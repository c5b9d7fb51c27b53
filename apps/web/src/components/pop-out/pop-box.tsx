'use client'

import { Popover } from '@mantine/core'
import { useRef, useState } from 'react'
import { usePressAtOnce } from '../later/use-press-at-once.ts'
import type { PopOutProps } from './pop-out.tsx'

/** The button with its box, from the first press on. */
export function PopBox({ button, position, width, padding, children }: PopOutProps) {
  const [open, setOpen] = useState(false)
  const pressed = useRef<HTMLButtonElement>(null)
  usePressAtOnce(pressed)
  return (
    <Popover opened={open} onChange={setOpen} position={position} width={width} trapFocus withinPortal>
      <Popover.Target>{button({ ref: pressed, onClick: () => setOpen(!open), 'aria-expanded': open })}</Popover.Target>
      <Popover.Dropdown {...(padding === undefined ? {} : { p: padding })}>{children(() => setOpen(false))}</Popover.Dropdown>
    </Popover>
  )
}
