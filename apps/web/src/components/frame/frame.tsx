import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BottomBar } from './bottom-bar.tsx'
import classes from './frame.module.css'
import { type FramePerson, FramePersonProvider } from './frame-person.tsx'
import { Rail } from './rail.tsx'

interface FrameProps {
  readonly person: FramePerson
  /** At the foot of the rail: how many stores report. */
  readonly railFoot: ReactNode
  /** Above every page: what must not be overlooked. */
  readonly notice?: ReactNode
  readonly children: ReactNode
}

/** Rail, page and, on a phone, bottom bar. Each page brings its own top bar (`<Page>`). */
export function Frame({ person, railFoot, notice, children }: FrameProps) {
  const translate = useTranslations('frame')
  return (
    <FramePersonProvider person={person}>
      <a className={classes.skip} href="#content">
        {translate('skipToContent')}
      </a>
      <div className={classes.frame}>
        <Rail foot={railFoot} />
        <div className={classes.column}>
          {notice ? <div className={classes.notices}>{notice}</div> : null}
          {children}
        </div>
        <BottomBar />
      </div>
    </FramePersonProvider>
  )
}
