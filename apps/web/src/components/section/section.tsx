import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

interface SectionProps {
  readonly title: string
  /** What the section covers: "7, by money at risk". */
  readonly note?: ReactNode
  /** At the right edge: the section's `<Age>`, a switch before it. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A part of the page under a hairline, with its title and its age. */
export function Section({ title, note, aside, children }: SectionProps) {
  const titleId = useId()
  return (
    <section className={classes.section} aria-labelledby={titleId}>
      <header className={classes.head}>
        <h2 id={titleId} className={classes.title}>
          {title}
        </h2>
        {note ? <span className={classes.note}>{note}</span> : null}
        {aside ? <span className={classes.aside}>{aside}</span> : null}
      </header>
      {children}
    </section>
  )
}
