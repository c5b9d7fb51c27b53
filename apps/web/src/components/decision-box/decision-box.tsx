import { type ReactNode, useId } from 'react'
import { Glyph } from '../status/glyph.tsx'
import classes from './decision-box.module.css'

interface DecisionBoxProps {
  /** Something nobody knows yet, or something that must not be. */
  readonly tone: 'unk' | 'crit'
  readonly title: string
  readonly children: ReactNode
}

/** Bordered all round, as only what asks somebody for a decision is. */
export function DecisionBox({ tone, title, children }: DecisionBoxProps) {
  const titleId = useId()
  return (
    <section className={classes.box} data-tone={tone} aria-labelledby={titleId}>
      <h2 id={titleId} className={classes.title}>
        <Glyph name={tone} tone={tone} />
        {title}
      </h2>
      {children}
    </section>
  )
}
