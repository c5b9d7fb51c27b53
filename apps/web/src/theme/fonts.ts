import localFont from 'next/font/local'

/** Latin subsets only; Chinese comes from the system (a web font for it is 2–9 MB). */
export const inter = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
  preload: true,
  adjustFontFallback: false,
})

export const jetBrainsMono = localFont({
  src: '../../../../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  display: 'swap',
  variable: '--font-jetbrains-mono',
  preload: false,
  adjustFontFallback: false,
})
