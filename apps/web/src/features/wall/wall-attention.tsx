'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatMoneyLarge } from '../../components/format/money.ts'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import { lookOf } from '../../components/status/status-table.ts'
import { addUp, type LiveParts } from '../live/index.ts'
import { type Attention, needsAttention } from './attention.ts'
import classes from './wall-attention.module.css'

const SHOWN = 5

/** What somebody should look at, gathered by kind. */
export function WallAttention({ state, rates }: LiveParts) {
  const translate = useTranslations('wall.attention')
  const lines = needsAttention([...state.stores.values()])
  return (
    <section className={classes.section} aria-labelledby="wall-attention">
      <header className={classes.head}>
        <h2 id="wall-attention">{translate('title')}</h2>
        {lines.length === 0 ? null : <span>{translate('note', { count: lines.length })}</span>}
      </header>
      {lines.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <ul className={classes.list}>
          {lines.slice(0, SHOWN).map((line) => (
            <AttentionLine key={line.kind} line={line} rates={rates} />
          ))}
        </ul>
      )}
    </section>
  )
}

function AttentionLine({ line, rates }: { readonly line: Attention; readonly rates: LiveParts['rates'] }) {
  const translate = useTranslations('wall.attention')
  const locale = useLocale()
  const nowMs = useNowMs()
  const { kind, count, store, lane, stores, sinceMs, amounts, waiting } = line
  const look = lookOf(kind === 'unknown' ? { axis: 'outcome', state: kind } : { axis: 'terminal', state: kind })
  const where = (
    <>
      {store.code} <span lang={store.nameLang}>{store.name}</span>
      {lane === null ? null : ` · ${translate('lane', { lane })}`}
    </>
  )
  return (
    <li data-tone={look.tone}>
      <span className={classes.glyph}>{look.glyph === null ? null : <Glyph name={look.glyph} tone={look.tone} />}</span>
      <span className={classes.what}>{translate(`kinds.${kind}`, { count })}</span>
      <span className={classes.amount}>
        {amounts.length > 0
          ? formatMoneyLarge(addUp(amounts, rates), locale)
          : waiting > 0
            ? translate('waiting', { count: formatCount(waiting, locale), events: waiting })
            : null}
      </span>
      <span className={classes.where}>
        {count === 1 ? null : `${stores === count ? translate('longestIn') : translate('among', { stores })} `}
        {where}
      </span>
      <span className={classes.since}>
        {translate(count === 1 ? 'since' : 'longest', { span: formatSpan(nowMs - sinceMs, locale) })}
      </span>
    </li>
  )
}
