'use client'

import { useTranslations } from 'next-intl'
import classes from './wall-foot.module.css'
import type { WallViewer } from './wall-viewer.ts'

/** What this screen is, and what it does not show. */
export function WallFoot({ viewer }: { readonly viewer: WallViewer }) {
  const translate = useTranslations('wall')
  return (
    <footer className={classes.foot}>
      <span>{translate('readOnly')}</span>
      <span className={classes.name}>{translate(`viewers.${viewer.kind}`, { name: viewer.name })}</span>
    </footer>
  )
}
