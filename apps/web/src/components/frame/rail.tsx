'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from '../brand/brand-mark.tsx'
import { hrefInScope } from '../scope/scope.ts'
import { useScope } from '../scope/use-scope.ts'
import { useFramePerson } from './frame-person.tsx'
import { isCurrent, type NavEntry, navGroups, railFor } from './nav.ts'
import { OpenCount } from './open-count.tsx'
import classes from './rail.module.css'

export function Rail({ foot }: { readonly foot: ReactNode }) {
  const translate = useTranslations('frame')
  const common = useTranslations('common')
  const { scope } = useScope()
  const entries = railFor(useFramePerson().pages, usePathname())
  return (
    <aside className={classes.rail} aria-label={common('product')}>
      <Link className={classes.brand} href={hrefInScope('/', scope)}>
        <BrandMark />
        {common('product')}
      </Link>
      <nav aria-label={translate('navigation')}>
        {navGroups
          .filter((group) => entries.some((entry) => entry.group === group))
          .map((group) => (
            <div key={group}>
              <div className={classes.group} id={`nav-${group}`}>
                {translate(group)}
              </div>
              <ul aria-labelledby={`nav-${group}`}>
                {entries
                  .filter((entry) => entry.group === group)
                  .map((entry) => (
                    <li key={entry.href}>
                      <RailLink entry={entry} counted={entry.isOpen ? [entry] : [entry, ...entry.below]} />
                      {entry.isOpen && entry.below.length > 0 ? (
                        <ul className={classes.below} aria-label={translate(entry.word)}>
                          {entry.below.map((one) => (
                            <li key={one.href}>
                              <RailLink entry={one} counted={[one]} />
                            </li>
                          ))}
                        </ul>
                      ) : null}
                    </li>
                  ))}
              </ul>
            </div>
          ))}
      </nav>
      <div className={classes.foot}>{foot}</div>
    </aside>
  )
}

/** One place, with what is open behind it: of those below too while they do not show. */
function RailLink({ entry, counted }: { readonly entry: NavEntry; readonly counted: readonly NavEntry[] }) {
  const translate = useTranslations('frame')
  const pathname = usePathname()
  const { scope } = useScope()
  const { counts } = useFramePerson()
  return (
    <Link
      className={classes.entry}
      href={hrefInScope(entry.href, scope)}
      aria-current={isCurrent(entry, pathname) ? 'page' : undefined}
    >
      <entry.icon size={16} stroke={1.6} aria-hidden="true" />
      {translate(entry.word)}
      <OpenCount count={counted.reduce((sum, { href }) => sum + (counts[href] ?? 0), 0)} />
    </Link>
  )
}
