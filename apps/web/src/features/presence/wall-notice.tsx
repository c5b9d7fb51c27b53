'use client'

import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { ReturnFormProps } from './return-form-later.tsx'
import classes from './wall-notice.module.css'

const WallDialog = dynamic(() => import('./wall-dialog.tsx'), { ssr: false })

/** Over live figures that go on while nobody is there: says so, and asks for a factor as soon as somebody presses anything. */
export function WallNotice(returnProps: ReturnFormProps) {
  const translate = useTranslations('presence')
  const [asking, setAsking] = useState(false)

  useEffect(() => {
    if (asking) return
    const ask = () => setAsking(true)
    document.addEventListener('click', ask)
    document.addEventListener('keydown', ask)
    return () => {
      document.removeEventListener('click', ask)
      document.removeEventListener('keydown', ask)
    }
  }, [asking])

  return (
    <>
      <div className={classes.notice} role="status">
        <IconLock size={16} stroke={1.6} aria-hidden="true" />
        <p>
          <strong>{translate('title')}</strong> {translate('wall')}
        </p>
        <Button variant="filled" onClick={() => setAsking(true)}>
          {translate('goOn')}
        </Button>
      </div>
      {asking ? <WallDialog {...returnProps} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
