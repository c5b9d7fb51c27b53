'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { BrandMark } from '../../components/brand/brand-mark.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { askWall } from './ask-wall.ts'
import { openPairingLoop, type PairingView } from './pairing-loop.ts'
import classes from './pairing-page.module.css'
import { useLook } from './use-look.ts'

interface PairingPageProps {
  /** It was let in before, and is not any more. */
  readonly ended?: boolean
  /** Where the code is typed. */
  readonly screensAddress: string
}

/** A screen that may show nothing yet, or nothing any more: a code, and where an administrator types it. */
export function PairingPage({ ended = false, screensAddress }: PairingPageProps) {
  const translate = useTranslations('wall.pairing')
  const view = usePairing()
  useLook()
  return (
    <main className={classes.page}>
      <span className={classes.brand}>
        <BrandMark size={40} />
      </span>
      <h1>{translate(ended ? 'endedTitle' : 'title')}</h1>
      <p className={classes.how}>{translate(ended ? 'endedHow' : 'how', { address: screensAddress })}</p>
      <div className={classes.code} role="status">
        {view.kind === 'open' ? (
          <output aria-label={translate('code')}>{view.code}</output>
        ) : view.kind === 'asking' ? null : (
          <span className={classes.trouble}>
            <Glyph name="stale" tone="stale" />
            {translate(view.kind === 'too_many' ? 'tooMany' : 'unreachable')}
          </span>
        )}
      </div>
      <p className={classes.small}>{translate('renewed')}</p>
    </main>
  )
}

function usePairing(): PairingView {
  const [view, setView] = useState<PairingView>({ kind: 'asking' })
  useEffect(() => {
    const loop = openPairingLoop({
      askCode: () => askWall('pairing'),
      claim: () => askWall('claim'),
      startTimer(delayMs, fire) {
        const timer = setTimeout(fire, delayMs)
        return () => clearTimeout(timer)
      },
      changed: setView,
      // The server draws the figures for whom the cookie stands for.
      paired: () => window.location.reload(),
    })
    return () => loop.close()
  }, [])
  return view
}
