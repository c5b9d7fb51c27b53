import { type GlyphName, glyphs } from './glyphs.tsx'
import classes from './status.module.css'
import type { Tone } from './tone.ts'

interface GlyphProps {
  readonly name: GlyphName
  readonly tone: Tone
  /** Only where no word stands beside it. */
  readonly label?: string
}

export function Glyph({ name, tone, label }: GlyphProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: hidden beside its word, named by aria-label where it stands alone
    <svg
      className={classes.glyph}
      data-tone={tone}
      viewBox="0 0 14 14"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {glyphs[name]}
    </svg>
  )
}
