'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { hrefInScope } from '../scope/scope.ts'
import { useScope } from '../scope/use-scope.ts'
import classes from './bottom-bar.module.css'
import { useFramePerson } from './frame-person.tsx'
import { isCurrent, phoneNavFor } from './nav.ts'
import { PersonMenu } from './person-menu.tsx'

/** Navigation where the thumb is, below 768 px. */
export function BottomBar() {
  const translate = useTranslations('frame')
  const pathname = usePathname()
  const { scope } = useScope()
  const { pages } = useFramePerson()
  return (
    <nav className={classes.bar} aria-label={translate('navigation')}>
      {phoneNavFor(pages).bar.map((entry) => (
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
      <PersonMenu as="place" />
    </nav>
  )
}
