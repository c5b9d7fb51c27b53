'use client'

import { useTranslations } from 'next-intl'
import { FigureStrip } from '../../components/figure-strip/figure-strip.tsx'
import type { LiveParts } from './live-parts.ts'
import { useHeadlineFigures } from './use-headline-figures.tsx'

/** The figures the eye goes to first. */
export function Headline(parts: LiveParts) {
  const translate = useTranslations('live')
  return <FigureStrip label={translate('headline')} figures={useHeadlineFigures(parts)} />
}
