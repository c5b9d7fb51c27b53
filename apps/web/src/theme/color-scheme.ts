export const colorSchemes = ['light', 'dark', 'auto'] as const
export type ColorScheme = (typeof colorSchemes)[number]
export const colorSchemeCookie = 'counterfoil_theme'

export function readColorScheme(cookie: string | undefined): ColorScheme {
  return colorSchemes.find((scheme) => scheme === cookie) ?? 'auto'
}

/** Runs before the first paint when the scheme follows the computer, so that nothing flashes. */
export const followComputerScript =
  "document.documentElement.setAttribute('data-mantine-color-scheme',matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light')"
