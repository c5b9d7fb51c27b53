'use client'

import type { Deviation } from '@counterfoil/services/commissioning'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './commissioning.module.css'
import { useMethods } from './method-choices.ts'

/** What is otherwise than two people signed. */
export function DeviationList({ deviations }: { readonly deviations: readonly Deviation[] }) {
  const translate = useTranslations('commissioning')
  const { nameOf } = useMethods()
  if (deviations.length === 0) return <p className={classes.quiet}>{translate('agreement.same')}</p>
  return (
    <ul className={classes.deviations} aria-label={translate('agreement.deviations')}>
      {deviations.map(({ code, what }) => (
        <li key={code}>
          <Glyph name="warn" tone={code === 'agreed_lane_missing' ? 'crit' : 'warn'} />
          <strong>{translate(`deviations.${code}`)}</strong>
          <span>{(code === 'agreed_method' ? what.map(nameOf) : what).join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}
