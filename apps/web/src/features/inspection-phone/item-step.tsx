'use client'

import type { Answer, InspectionItem } from '@counterfoil/services/inspections'
import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './inspection-phone.module.css'
import { PhotoStep } from './photo-step.tsx'
import { SealStep } from './seal-step.tsx'
import { SerialStep } from './serial-step.tsx'
import type { StepProps } from './step-props.ts'

interface ItemStepProps extends StepProps {
  readonly item: InspectionItem
  /** The one to answer next. */
  readonly isNow: boolean
  readonly takesPhotos: boolean
}

/** One question with its answer; an answered one can be opened again. */
export function ItemStep({ item, isNow, takesPhotos, ...step }: ItemStepProps) {
  const translate = useTranslations('inspections')
  const { device, draft, onChange } = step
  const answer = draft.answers[item]
  const say = (said: Answer | undefined) => {
    onChange((now) => {
      const { [item]: _, ...others } = now.answers
      return { ...now, answers: said === undefined ? others : { ...others, [item]: said } }
    })
  }
  const isOpen = answer === undefined
  return (
    <li className={classes.step} data-now={isNow || undefined} aria-current={isNow ? 'step' : undefined}>
      <span className={classes.mark}>
        {answer === 'right' ? (
          <Glyph name="ok" tone="ok" />
        ) : answer === 'off' ? (
          <Glyph name="crit" tone="crit" />
        ) : (
          <Glyph name={isNow ? 'busy' : 'idle'} tone={isNow ? 'ink' : 'ink-3'} />
        )}
      </span>
      <div>
        <h2 className={classes.question}>{translate(`items.${item}`)}</h2>
        <p className={classes.quiet}>{translate(`hints.${item}`)}</p>
        {item === 'serial' ? <SerialStep {...step} /> : null}
        {item === 'seal' ? <SealStep {...step} /> : null}
        {takesPhotos ? <PhotoStep {...step} /> : null}
        {answer !== undefined ? (
          <p className={classes.said}>
            {translate(answer === 'right' ? 'phone.chosenRight' : 'phone.chosenOff')}{' '}
            <button type="button" className={classes.link} onClick={() => say(undefined)}>
              {translate('phone.change')}
            </button>
          </p>
        ) : null}
        {isOpen && !(item === 'seal' && device.seals.length > 0) ? (
          <div className={classes.answers}>
            <Button onClick={() => say('off')}>{translate('phone.off')}</Button>
            <Button
              variant={isNow ? 'filled' : 'default'}
              disabled={item === 'serial' && draft.labelSerial.trim() === ''}
              onClick={() => say('right')}
            >
              {translate('phone.right')}
            </Button>
          </div>
        ) : null}
      </div>
    </li>
  )
}
