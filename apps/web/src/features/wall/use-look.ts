'use client'

import { useMantineColorScheme } from '@mantine/core'
import { useSearchParams } from 'next/navigation'
import { useLocale } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useChooseLanguage } from '../../components/language/use-choose-language.ts'
import { isLocale } from '../../i18n/locales.ts'
import { colorSchemes } from '../../theme/color-scheme.ts'

/** Language and theme from the address (`/wall?language=zh&theme=dark`), remembered: a screen has no keyboard to choose with. */
export function useLook(): void {
  const search = useSearchParams()
  const locale = useLocale()
  const chooseLanguage = useRef(useChooseLanguage())
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const scheme = useRef({ colorScheme, setColorScheme })
  const language = search.get('language')
  const theme = search.get('theme')
  useEffect(() => {
    if (isLocale(language) && language !== locale) chooseLanguage.current(language)
  }, [language, locale])
  useEffect(() => {
    const wanted = colorSchemes.find((one) => one === theme)
    if (wanted !== undefined && wanted !== scheme.current.colorScheme) scheme.current.setColorScheme(wanted)
  }, [theme])
}
