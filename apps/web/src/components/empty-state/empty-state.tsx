import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  readonly title: string
  /** Why there is nothing, in one or two sentences. */
  readonly why: ReactNode
  /** What to do first: one primary button or one command to copy. */
  readonly first?: ReactNode
  /** What it will look like. */
  readonly preview?: ReactNode
}

/** Nothing here yet: it says why, and what to do first. */
export function EmptyState({ title, why, first, preview }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <div>
        <h2 className={classes.title}>{title}</h2>
        <div className={classes.why}>{why}</div>
        {first ? <div className={classes.first}>{first}</div> : null}
      </div>
      {preview ? <div aria-hidden="true">{preview}</div> : null}
    </div>
  )
}
