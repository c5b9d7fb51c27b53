'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { hrefInScope } from '../scope/scope.ts'
import { useScope } from '../scope/use-scope.ts'
import classes from './bottom-bar.module.css'
import { useFramePerson } from './frame-person.tsx'
import { isCurrent, navFor } from './nav.ts'
import { PersonMenu } from './person-menu.tsx'

/** Beside them one for the rest: five places are what a thumb finds. */
const MOST_PLACES = 4

/** Navigation where the thumb is, below 768 px. */
export function BottomBar() {
  const translate = useTranslations('frame')
  const pathname = usePathname()
  const { scope } = useScope()
  const entries = navFor(useFramePerson().pages)
  return (
    <nav className={classes.bar} aria-label={translate('navigation')}>
      {entries.slice(0, MOST_PLACES).map((entry) => (
        <Link
          key={entry.href}
          className={classes.place}
          href={hrefInScope(entry.href, scope)}
          aria-current={isCurrent(entry, pathname) ? 'page' : undefined}
        >
          <entry.icon size={22} stroke={1.6} aria-hidden="true" />
          {translate(entry.word)}
        </Link>
      ))}
      <PersonMenu as="place" rest={entries.slice(MOST_PLACES)} />
    </nav>
  )
}
