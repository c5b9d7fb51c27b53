import { describe, expect, it } from 'vitest'
import { watchActions } from './watch-actions.ts'

/** A document on which events happen by call. */
function openPage() {
  const listeners = new Map<string, (event: Event) => void>()
  const page = {
    addEventListener: (type: string, listener: (event: Event) => void) => listeners.set(type, listener),
    removeEventListener: (type: string) => listeners.delete(type),
  } as unknown as Document
  let actions = 0
  const stop = watchActions(page, () => actions++)
  const happen = (type: string, more: object = {}) => listeners.get(type)?.({ type, isTrusted: true, ...more } as Event)
  return { happen, stop, actions: () => actions }
}

describe('what counts as an action of the person', () => {
  it.each(['pointerdown', 'keydown', 'wheel', 'touchstart'])('%s', (type) => {
    const page = openPage()
    page.happen(type)
    expect(page.actions()).toBe(1)
    page.happen(type, { isTrusted: false })
    expect(page.actions()).toBe(1)
  })

  it('a pointer that moves, not one under which the page moved', () => {
    const page = openPage()
    page.happen('pointermove', { screenX: 10, screenY: 10 })
    page.happen('pointermove', { screenX: 10, screenY: 10 })
    expect(page.actions()).toBe(0)
    page.happen('pointermove', { screenX: 11, screenY: 10 })
    expect(page.actions()).toBe(1)
  })

  it('nothing the page does by itself, and nothing once it is over', () => {
    const page = openPage()
    for (const type of ['scroll', 'focus', 'visibilitychange', 'load']) page.happen(type)
    expect(page.actions()).toBe(0)
    page.stop()
    page.happen('keydown')
    expect(page.actions()).toBe(0)
  })
})
