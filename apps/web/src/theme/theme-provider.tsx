'use client'

import { MantineProvider } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import type { ColorScheme } from './color-scheme.ts'
import { createCookieColorSchemeManager } from './cookie-color-scheme-manager.ts'
import { cssVariablesResolver, theme } from './theme.ts'

interface ThemeProviderProps {
  readonly colorScheme: ColorScheme
  /** Mantine writes its variables as a <style>; the content security policy lets it in by this. */
  readonly nonce: string
  readonly children: ReactNode
}

export function ThemeProvider({ colorScheme, nonce, children }: ThemeProviderProps) {
  const manager = useMemo(() => createCookieColorSchemeManager(), [])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={manager}
      defaultColorScheme={colorScheme}
      getStyleNonce={() => nonce}
      deduplicateInlineStyles={false}
    >
      {children}
    </MantineProvider>
  )
}
