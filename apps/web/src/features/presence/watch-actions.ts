/** Things only a person does. Scrolling is none of them: pages scroll by themselves as well. */
const actions = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Tells of what the person does on the page; returns how to stop. */
export function watchActions(target: Document, acted: () => void): () => void {
  let last = ''
  const listen = (event: Event) => {
    // Made by a script.
    if (!event.isTrusted) return
    if (event.type === 'pointermove') {
      // Browsers report the pointer where it stands when the page moves under it.
      const { screenX, screenY } = event as PointerEvent
      const place = `${screenX} ${screenY}`
      const moved = last !== '' && place !== last
      last = place
      if (!moved) return
    }
    acted()
  }
  for (const action of actions) target.addEventListener(action, listen, { capture: true, passive: true })
  return () => {
    for (const action of actions) target.removeEventListener(action, listen, { capture: true })
  }
}
