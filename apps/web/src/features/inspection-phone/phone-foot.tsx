'use client'

import { Button } from '@mantine/core'
import { IconWifiOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './inspection-phone.module.css'
import type { Phone } from './use-phone.ts'

interface PhoneFootProps {
  readonly phone: Phone
  readonly worksAway: boolean | null
}

/** What is kept here and why it is not sent; nothing when all is well. */
export function PhoneFoot({ phone, worksAway }: PhoneFootProps) {
  const translate = useTranslations('inspections.phone')
  const { kept, drafts, line, noRoom, sending } = phone
  const personId = kept?.checklist.person.id
  const signed = drafts.filter(({ doneAtMs }) => doneAtMs !== null)
  const own = signed.filter((draft) => draft.personId === personId)
  const waiting = own.filter(({ refused }) => refused === null).length
  const others = drafts.filter((draft) => draft.personId !== personId).length
  const kind = line === null || line === 'ok' ? null : line.kind
  const refusals = own.filter(({ refused }) => refused !== null)
  if (kind === null && waiting + others + refusals.length === 0 && !noRoom && worksAway !== false) return null
  return (
    <footer className={classes.foot}>
      {noRoom ? <p className={classes.warn}>{translate('noRoom')}</p> : null}
      {worksAway === false ? <p className={classes.quiet}>{translate('noOffline')}</p> : null}
      {kind === 'away' ? <Away /> : null}
      {kind === 'signed_out' ? (
        <p>
          {translate('signInAgain')}{' '}
          <a href={`/sign-in?next=${encodeURIComponent(`${window.location.pathname}${window.location.search}`)}`}>
            {translate('signIn')}
          </a>
        </p>
      ) : null}
      {line !== null && line !== 'ok' && line.kind === 'refused' ? <Refusal reason={line.reason} /> : null}
      {waiting > 0 ? <p role="status">{translate('kept', { count: waiting })}</p> : null}
      {others > 0 ? <p>{translate('others', { count: others })}</p> : null}
      {refusals.map(({ id, refused }) => (
        <div key={id} className={classes.refusal}>
          <Refusal reason={refused ?? ''} />
          <Button size="sm" onClick={() => phone.discard(id)}>
            {translate('discard')}
          </Button>
        </div>
      ))}
      {waiting > 0 && kind !== 'signed_out' ? (
        <Button className={classes.big} loading={sending} onClick={phone.sendNow}>
          {translate('sendNow')}
        </Button>
      ) : null}
    </footer>
  )
}

export function Away() {
  const translate = useTranslations('inspections.phone')
  return (
    <p className={classes.away}>
      <IconWifiOff size={15} stroke={1.6} aria-hidden="true" /> {translate('offline')}
    </p>
  )
}

function Refusal({ reason }: { readonly reason: string }) {
  const translate = useTranslations('inspections')
  const key = `errors.${reason}` as Parameters<typeof translate.has>[0]
  return <p className={classes.warn}>{translate('phone.refused', { reason: translate.has(key) ? translate(key) : reason })}</p>
}
