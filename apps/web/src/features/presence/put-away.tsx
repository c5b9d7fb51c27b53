'use client'

import { type ReactNode, useLayoutEffect, useRef } from 'react'
import classes from './put-away.module.css'

interface PutAwayProps {
  /** `still`: to be seen, not to be used. `gone`: taken out of the document, kept for when the person is back. */
  readonly how: 'not' | 'still' | 'gone'
  readonly children: ReactNode
}

/**
 * Takes the page out of the document without unmounting it, so that whoever looks at the document finds nothing while what
 * somebody typed is still there afterwards. What floats above the page (dialogs, menus) goes in both cases.
 */
export function PutAway({ how, children }: PutAwayProps) {
  const place = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const { current: home } = place
    const { current: page } = content
    if (how === 'not' || home === null || page === null) return
    const focused = document.activeElement
    const { scrollX, scrollY } = window
    const floating = [...document.querySelectorAll('body > [data-portal]')]
    for (const each of floating) each.remove()
    if (how === 'gone') {
      page.remove()
      removeFlight()
    }
    return () => {
      if (page.parentNode !== home) home.append(page)
      document.body.append(...floating)
      window.scrollTo(scrollX, scrollY)
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
    }
  }, [how])

  return (
    <div ref={place} className={classes.box}>
      <div ref={content} className={classes.box} inert={how !== 'not'}>
        {children}
      </div>
    </div>
  )
}

/** Next leaves what the page was drawn from in the document, as scripts that have long run: what the page showed stands there too. */
function removeFlight() {
  for (const script of document.querySelectorAll('script:not([src])'))
    if (script.textContent?.includes('__next_f')) script.remove()
}
