'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from '../brand/brand-mark.tsx'
import { hrefInScope } from '../scope/scope.ts'
import { useScope } from '../scope/use-scope.ts'
import { useFramePerson } from './frame-person.tsx'
import { isCurrent, navFor, navGroups } from './nav.ts'
import { OpenCount } from './open-count.tsx'
import classes from './rail.module.css'

export function Rail({ foot }: { readonly foot: ReactNode }) {
  const translate = useTranslations('frame')
  const common = useTranslations('common')
  const pathname = usePathname()
  const { scope } = useScope()
  const { pages, counts } = useFramePerson()
  const entries = navFor(pages)
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
                      <Link
                        className={classes.entry}
                        href={hrefInScope(entry.href, scope)}
                        aria-current={isCurrent(entry, pathname) ? 'page' : undefined}
                      >
                        <entry.icon size={16} stroke={1.6} aria-hidden="true" />
                        {translate(entry.word)}
                        <OpenCount count={counts[entry.href]} />
                      </Link>
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
