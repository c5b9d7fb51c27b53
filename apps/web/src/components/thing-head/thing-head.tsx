import { IconChevronLeft } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import classes from './thing-head.module.css'

interface ThingHeadProps {
  /** The list it stands in: what that is called, the words that lead back, and where. */
  readonly list: { readonly label: string; readonly back: string; readonly href: string }
  readonly name: ReactNode
  /** What is to be known of it at a glance, in one line after its name. */
  readonly children: ReactNode
}

/** The head of a page about one thing: the way back to its list, its name, and its state. */
export function ThingHead({ list, name, children }: ThingHeadProps) {
  return (
    <div className={classes.header}>
      <nav className={classes.crumbs} aria-label={list.label}>
        <IconChevronLeft size={14} stroke={1.6} aria-hidden="true" />
        <Link href={list.href}>{list.back}</Link>
      </nav>
      <div className={classes.line}>
        <p className={classes.name}>{name}</p>
        {children}
      </div>
    </div>
  )
}
