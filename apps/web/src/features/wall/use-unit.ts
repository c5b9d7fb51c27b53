'use client'

import { useSyncExternalStore } from 'react'

const WIDTH = 1_920
const HEIGHT = 1_080

/** How many pixels one of the wall's units has, as `--u` of the style sheet: for what is drawn on a canvas. */
export function useUnit(): number {
  return useSyncExternalStore(subscribe, unit, () => 1)
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}

function unit(): number {
  return Math.max(0.62, Math.min(window.innerWidth / WIDTH, window.innerHeight / HEIGHT))
}
