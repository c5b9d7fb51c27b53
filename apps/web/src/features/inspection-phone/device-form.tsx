'use client'

import type { ChecklistDevice, StoreChecklist } from '@counterfoil/services/inspections'
import { Button, Checkbox, Textarea } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Status } from '../../components/status/status.tsx'
import { type Draft, nextItem, photoItem, stepsLeft } from './draft.ts'
import classes from './inspection-phone.module.css'
import { ItemStep } from './item-step.tsx'
import { PhoneBar } from './phone-bar.tsx'
import { Away } from './phone-foot.tsx'
import type { StepProps } from './step-props.ts'

interface DeviceFormProps {
  readonly checklist: StoreChecklist
  readonly device: ChecklistDevice
  readonly draft: Draft
  readonly away: boolean
  readonly onChange: StepProps['onChange']
  readonly findPhoto: StepProps['findPhoto']
  readonly onSign: (draft: Draft) => void
  readonly onBack: () => void
}

/** One terminal on one screen: question after question, then signed. What is answered is kept at once. */
export function DeviceForm({ checklist, device, draft, away, onChange, findPhoto, onSign, onBack }: DeviceFormProps) {
  const translate = useTranslations('inspections.phone')
  const { lane } = device
  const left = stepsLeft(draft)
  const now = nextItem(draft)
  return (
    <>
      <PhoneBar
        title={lane === null ? translate('noLane') : translate('lane', { lane })}
        back={{ onPress: onBack, label: translate('back') }}
      />
      <main>
        <DeviceHead checklist={checklist} device={device} />
        <ol className={classes.steps}>
          {draft.items.map((item) => (
            <ItemStep
              key={item}
              item={item}
              isNow={item === now}
              takesPhotos={item === photoItem(draft)}
              device={device}
              draft={draft}
              onChange={onChange}
              findPhoto={findPhoto}
            />
          ))}
        </ol>
        <div className={classes.rest}>
          <Checkbox
            label={translate('suspicious')}
            checked={draft.suspicious}
            onChange={({ currentTarget: { checked } }) => onChange((now) => ({ ...now, suspicious: checked }))}
          />
          <Textarea
            label={translate('note')}
            autosize
            minRows={2}
            maxLength={2_000}
            value={draft.note}
            onChange={({ currentTarget: { value } }) => onChange((now) => ({ ...now, note: value }))}
          />
        </div>
      </main>
      <footer className={classes.foot}>
        {away ? <Away /> : null}
        {draft.photos.length === 0 ? <p className={classes.quiet}>{translate('photoNeeded')}</p> : null}
        <Button variant="filled" className={classes.big} disabled={left > 0} onClick={() => onSign(draft)}>
          {left > 0 ? translate('left', { count: left }) : translate('sign')}
        </Button>
      </footer>
    </>
  )
}

function DeviceHead({ checklist: { store }, device }: Pick<DeviceFormProps, 'checklist' | 'device'>) {
  const translate = useTranslations('inspections.phone')
  const ofStatus = useTranslations('status.inspection')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const { make, model, lane, placedSinceMs, due, days, state } = device
  const day = formatDate(placedSinceMs, place)
  const called = [make, model].filter(Boolean).join(' ')
  return (
    <div className={classes.head}>
      <p className={classes.store}>
        {store.code} <span lang={store.nameLang}>{store.name}</span>
      </p>
      <p className={classes.quiet}>
        {[called, lane === null ? translate('since', { day }) : translate('atLane', { lane, day })].filter(Boolean).join(', ')}
      </p>
      <p className={classes.tags}>
        {due === null ? (
          translate(state === 'blocked' ? 'blocked' : 'notInUse')
        ) : (
          <>
            <Status axis="inspection" state={due.state} as="tag" />
            <span className={classes.quiet}>{translate('every', { state: ofStatus(due.state), days })}</span>
          </>
        )}
      </p>
    </div>
  )
}
