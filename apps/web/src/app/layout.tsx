import '../theme/tokens.css'
import '@mantine/core/styles.layer.css'
import '../theme/base.css'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageClockProvider } from '../components/age/page-clock.tsx'
import { TimeZoneProvider } from '../components/age/time-zone.tsx'
import { readTimeZone, timeZoneCookie } from '../components/age/time-zone-cookie.ts'
import { trustedScripts } from '../content-security-policy.ts'
import { languageTags } from '../i18n/locales.ts'
import { getRuntime } from '../server/context.ts'
import { colorSchemeCookie, followComputerScript, readColorScheme } from '../theme/color-scheme.ts'
import { inter, jetBrainsMono } from '../theme/fonts.ts'
import { ThemeProvider } from '../theme/theme-provider.tsx'
import { ApiProvider } from '../trpc/client.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations('common')
  return {
    title: { default: translate('product'), template: `%s · ${translate('product')}` },
    robots: { index: false, follow: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#FFFFFF' },
    { media: '(prefers-color-scheme: dark)', color: '#0F1318' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale()
  const jar = await cookies()
  const colorScheme = readColorScheme(jar.get(colorSchemeCookie)?.value)
  const nonce = (await headers()).get('x-nonce') ?? ''
  return (
    <html
      lang={languageTags[locale]}
      className={`${inter.variable} ${jetBrainsMono.variable}`}
      data-mantine-color-scheme={colorScheme === 'auto' ? 'light' : colorScheme}
      suppressHydrationWarning
    >
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, and it carries the request's nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: trustedScripts }} />
        {colorScheme === 'auto' ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, and it carries the request's nonce
          <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: followComputerScript }} />
        ) : null}
      </head>
      <body>
        <ThemeProvider colorScheme={colorScheme} nonce={nonce}>
          <NextIntlClientProvider>
            <PageClockProvider serverNowMs={getRuntime().nowMs()}>
              <TimeZoneProvider initial={readTimeZone(jar.get(timeZoneCookie)?.value)}>
                <ApiProvider>{children}</ApiProvider>
              </TimeZoneProvider>
            </PageClockProvider>
          </NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  )
}
