'use client'

import { useTranslations } from 'next-intl'
import { BrandMark } from '../../components/brand/brand-mark.tsx'
import classes from './pairing-page.module.css'

/** The wall of somebody whose session ended: nothing of what it showed. */
export function SignedOutWall() {
  const translate = useTranslations('wall.signedOut')
  return (
    <main className={classes.page}>
      <span className={classes.brand}>
        <BrandMark size={40} />
      </span>
      <h1>{translate('title')}</h1>
      <p className={classes.how}>
        <a href="/sign-in?next=/wall" data-link>
          {translate('signIn')}
        </a>
      </p>
    </main>
  )
}
