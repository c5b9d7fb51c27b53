import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from '../brand/brand-mark.tsx'
import classes from './page.module.css'
import { PersonMenu } from './person-menu.tsx'

interface PageProps {
  /** The page's name: its only h1. Read aloud always, drawn unless the page shows a headline of its own. */
  readonly title: string
  readonly titleShown?: boolean
  /** One line under the title: what this page answers. */
  readonly answers?: string
  /** Left in the top bar: which stores. */
  readonly scope?: ReactNode
  /** Beside it: which time. */
  readonly range?: ReactNode
  readonly search?: ReactNode
  /** `<FreshnessIndicator>`: live, or as of when. */
  readonly freshness?: ReactNode
  /** A bar under the top bar: the line is lost, or one looks back. */
  readonly notice?: ReactNode
  readonly children: ReactNode
}

/** One page of the dashboard: top bar with its slots, then the content. */
export function Page({ title, titleShown = true, answers, scope, range, search, freshness, notice, children }: PageProps) {
  const common = useTranslations('common')
  return (
    <>
      <header className={classes.bar}>
        <span className={classes.brand} role="img" aria-label={common('product')}>
          <BrandMark size={24} />
        </span>
        <div className={classes.slots}>
          {scope}
          {range}
        </div>
        <div className={classes.right}>
          {search ? <div className={classes.search}>{search}</div> : null}
          {freshness}
          <span className={classes.person}>
            <PersonMenu as="initials" />
          </span>
        </div>
      </header>
      {notice}
      <main id="content" tabIndex={-1} className={classes.content}>
        {titleShown ? (
          <div className={classes.title}>
            <h1>{title}</h1>
            {answers ? <p>{answers}</p> : null}
          </div>
        ) : (
          <h1 className={classes.unseen}>{title}</h1>
        )}
        {children}
      </main>
    </>
  )
}
