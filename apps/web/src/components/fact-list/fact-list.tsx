import type { ReactNode } from 'react'
import classes from './fact-list.module.css'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
  /** Numbers and codes, in mono. */
  readonly code?: boolean
}

/** Label and value, line by line; what is not known has no line. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value, code }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd data-mono={code || undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
