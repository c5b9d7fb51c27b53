'use client'

import type { ShownFinding } from '@counterfoil/services/device-health'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './device-health.module.css'
import { healthGlyphs, toneOf } from './health-look.ts'
import { useHealthWords } from './use-health-words.ts'

/** What is wrong: its shape, its word, and under it the figures. */
export function FindingWords({ finding, more }: { readonly finding: ShownFinding; readonly more?: string | undefined }) {
  const { title, why } = useHealthWords()(finding)
  return (
    <>
      <span className={classes.finding}>
        <Glyph name={healthGlyphs[finding.code]} tone={toneOf(finding.severity)} />
        {title}
        {more === undefined ? null : <span className={classes.quiet}>{more}</span>}
      </span>
      <small className={classes.why}>{why}</small>
    </>
  )
}
