import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Glyph } from '../status/glyph.tsx'
import classes from './connection-notice.module.css'

interface ConnectionNoticeProps {
  /** What is shown and how old it is. */
  readonly showing: string
  /** What still works and when the next try is. */
  readonly children: ReactNode
  readonly onTryNow?: () => void
}

/** The one hatched bar under the top bar when the line to the hub is lost. */
export function ConnectionNotice({ showing, children, onTryNow }: ConnectionNoticeProps) {
  const translate = useTranslations('common')
  return (
    <div className={classes.notice} role="status">
      <Glyph name="stale" tone="ink-2" />
      <p className={classes.words}>
        <strong>{showing}</strong> {children}
      </p>
      {onTryNow ? <Button onClick={onTryNow}>{translate('tryAgain')}</Button> : null}
    </div>
  )
}
