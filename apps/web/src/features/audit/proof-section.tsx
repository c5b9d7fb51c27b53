'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { ConfirmButton } from '../../components/confirm-button/confirm-button.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { Status } from '../../components/status/status.tsx'
import { shortHash } from './base64.ts'
import classes from './proof-section.module.css'
import type { Proof } from './use-proof.ts'
import type { Verified } from './verify-entry.ts'

/** Green only for what this browser has worked out itself. */
export function ProofBadge({ proof: { verdict } }: { readonly proof: Proof }) {
  const translate = useTranslations('audit.proof')
  if (verdict === null) return <span className={classes.working}>{translate('working')}</span>
  switch (verdict.state) {
    case 'verified':
      return <Status axis="proof" state={verdict.hashed ? 'sv' : 'sh'} as="tag" />
    case 'waiting':
      return <Status axis="proof" state="sn" as="tag" />
    case 'failed':
      return <Status axis="proof" state="sx" as="tag" />
  }
}

/** How the entry's bytes lead to what was signed, in sentences; the hashes are the small print. */
export function ProofSection({ proof }: { readonly proof: Proof }) {
  const translate = useTranslations('audit.proof')
  const { verdict } = proof
  return (
    <Section title={translate('title')} note={translate('note')}>
      {verdict === null ? (
        <p className={classes.quiet}>{translate('working')}</p>
      ) : verdict.state === 'waiting' ? (
        <p className={classes.quiet} role="status">
          {translate(verdict.why === 'index' ? 'waitingIndex' : 'waitingCheckpoint')}
        </p>
      ) : verdict.state === 'failed' ? (
        <div className={classes.failed} role="alert">
          <h3 className={classes.failTitle}>
            <Glyph name="sx" tone="crit" />
            {translate('failTitle')}
          </h3>
          <p>{translate(`fail_${verdict.failure}`)}</p>
          {verdict.failure === 'key' ? (
            <ChangedKey proof={proof} />
          ) : (
            <p className={classes.quiet}>{translate('failWhat', { why: verdict.why })}</p>
          )}
        </div>
      ) : (
        <Steps verdict={verdict} proof={proof} />
      )}
    </Section>
  )
}

function Steps({ verdict, proof }: { readonly verdict: Verified; readonly proof: Proof }) {
  const translate = useTranslations('audit.proof')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const count = (value: number) => formatCount(value, locale)
  const signed = proof.signedAtMs === null ? '' : formatDateTime(proof.signedAtMs, { locale, timeZone }, nowMs)
  const { hashed, leaf, root, index, size, hashes, logKey, grownFrom, personal } = verdict
  return (
    <ol className={classes.steps}>
      {hashed ? (
        <Step title={translate('hashed')} note={translate('hashedNote')} code={shortHash(leaf)} />
      ) : (
        <Step
          glyph={<Glyph name="sp" tone="ink-2" />}
          title={translate('stored')}
          note={translate('storedNote')}
          code={shortHash(leaf)}
        />
      )}
      <Step
        title={translate('path', { count: hashes })}
        note={translate('pathNote', { index: count(index), size: count(size) })}
        code={shortHash(root)}
      />
      <Step title={translate('signed')} note={signed} code={translate('key', { id: logKey.id })} />
      {grownFrom === null ? (
        <Step title={translate('first')} note={translate('firstNote')} code={count(size)} />
      ) : (
        <Step title={translate('grown')} note={translate('grownNote')} code={`${count(grownFrom)} → ${count(size)}`} />
      )}
      {personal.kept + personal.erased === 0 ? null : (
        <Step title={translate('personal')} note={translate('personalNote', personal)} code="" />
      )}
      <Step
        glyph={<Glyph name="sp" tone="ink-2" />}
        title={proof.witnesses === 0 ? translate('unwitnessed') : translate('witnessed', { count: proof.witnesses })}
        note={translate(proof.witnesses === 0 ? 'saidByHub' : 'witnessNote')}
        code=""
      />
    </ol>
  )
}

interface StepProps {
  readonly title: string
  readonly note: string
  readonly code: string
  readonly glyph?: ReactNode
}

function Step({ title, note, code, glyph = <Glyph name="sv" tone="ok" /> }: StepProps) {
  return (
    <li className={classes.step}>
      {glyph}
      <span className={classes.words}>
        <span className={classes.stepTitle}>{title}</span> <span className={classes.stepNote}>{note}</span>
      </span>
      {code === '' ? null : <code className={classes.code}>{code}</code>}
    </li>
  )
}

function ChangedKey({ proof: { kept, keyShown, takeNewKey } }: { readonly proof: Proof }) {
  const translate = useTranslations('audit.proof')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const since = kept === null ? '' : formatDateTime(kept.keySinceMs, { locale, timeZone }, nowMs)
  return (
    <>
      <dl className={classes.keys}>
        <dt>{translate('keyBefore', { time: since })}</dt>
        <dd>
          <code>{kept?.logKey}</code>
        </dd>
        <dt>{translate('keyNow')}</dt>
        <dd>
          <code>{keyShown}</code>
        </dd>
      </dl>
      <p className={classes.quiet}>{translate('keyWhat')}</p>
      <ConfirmButton
        words={{ ask: translate('keyTake'), confirm: translate('keyTakeNow'), keep: translate('keyKeep') }}
        label={translate('keyTake')}
        busy={false}
        onConfirm={takeNewKey}
      />
    </>
  )
}
