import type { ReactNode } from 'react'
import { Glyph } from '../../components/status/glyph.tsx'
import type { GlyphName } from '../../components/status/glyphs.tsx'
import type { Tone } from '../../components/status/tone.ts'
import classes from './timeline.module.css'

interface StepLineProps {
  readonly time: string
  readonly glyph?: GlyphName
  readonly tone?: Tone
  readonly title: string
  /** How long after the step before. */
  readonly after?: string | undefined
  readonly children?: ReactNode
}

/** One step of the timeline: when, what, and under it the evidence. */
export function StepLine({ time, glyph = 'sell', tone = 'ink-3', title, after, children }: StepLineProps) {
  return (
    <li className={classes.step}>
      <time className={classes.time}>{time}</time>
      <span className={classes.mark}>
        <Glyph name={glyph} tone={tone} />
      </span>
      <div className={classes.words}>
        <span className={classes.title}>{title}</span>
        {after === undefined ? null : <span className={classes.after}>{after}</span>}
        {children ? <div className={classes.detail}>{children}</div> : null}
      </div>
    </li>
  )
}
