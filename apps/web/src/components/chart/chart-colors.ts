'use client'

import { useEffect, useState } from 'react'

const names = ['ink', 'ink-2', 'ink-3', 'line', 'line-2', 'bg', 'band', 'mid', 'crit', 'crit-s'] as const
export type ChartColor = (typeof names)[number]
export type ChartColors = Readonly<Record<ChartColor, string>> & { readonly font: string }

/** The tokens as the page has them now; read again when the theme changes. null while the server draws. */
export function useChartColors(): ChartColors | null {
  const [colors, setColors] = useState<ChartColors | null>(null)
  useEffect(() => {
    const read = () => setColors(readColors())
    read()
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme', 'class'] })
    return () => observer.disconnect()
  }, [])
  return colors
}

function readColors(): ChartColors {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const colors = Object.fromEntries(names.map((name) => [name, value(name)])) as Record<ChartColor, string>
  return { ...colors, font: getComputedStyle(document.body).fontFamily }
}
