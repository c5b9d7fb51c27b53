'use client'

import type { FundsBoard } from '@counterfoil/services/funds'
import type { Rates } from '@counterfoil/services/rates'
import { useLocale, useTranslations } from 'next-intl'
import { Age } from '../../../components/age/age.tsx'
import { type Figure, FigureStrip } from '../../../components/figure-strip/figure-strip.tsx'
import { unknownMark } from '../../../components/format/marks.ts'
import { formatMoneyLarge } from '../../../components/format/money.ts'
import { formatCount, formatPercent } from '../../../components/format/number.ts'
import { type AddedUp, addUp } from '../../../components/money/add-up.ts'
import { Glyph } from '../../../components/status/glyph.tsx'
import { overdueBands } from './owed-rows.ts'

const refreshed = { freshMs: 60_000, staleMs: 180_000 }

/** What is owed, what was due today, what is late and missing, how much links by itself, and whether the sums hold. */
export function BoardFigures({ board, rates }: { readonly board: FundsBoard; readonly rates: Rates }) {
  const translate = useTranslations('funds')
  return <FigureStrip label={translate('headline')} figures={useBoardFigures(board, rates)} />
}

function useBoardFigures(board: FundsBoard, rates: Rates): Figure[] {
  const translate = useTranslations('funds.figures')
  const sumWords = useTranslations('funds.sums')
  const locale = useLocale()
  const age = <Age sinceMs={board.asOfMs} limits={refreshed} />
  const sum = (amounts: Iterable<{ currency: string; amountMinor: number }>) => addUp(amounts, rates)
  const owed = sum(board.owed.map(({ currency, owedMinor }) => ({ currency, amountMinor: owedMinor })))
  const due = sum(board.dueToday.map(({ currency, dueMinor }) => ({ currency, amountMinor: dueMinor })))
  const arrived = sum(board.dueToday.map(({ currency, arrivedMinor }) => ({ currency, amountMinor: arrivedMinor })))
  const overdue = board.owed.filter(({ band }) => overdueBands.includes(band))
  const late = sum(
    overdue.filter((cell) => cell.missing === 0).map(({ currency, owedMinor }) => ({ currency, amountMinor: owedMinor })),
  )
  const missing = overdue.filter((cell) => cell.missing > 0)
  const missed = sum(missing.map(({ currency, owedMinor }) => ({ currency, amountMinor: owedMinor })))
  const broken = board.identities.reduce((all, one) => all + one.broken, 0)
  const checked = board.identities.reduce((all, one) => all + one.held + one.broken, 0)
  const besides = ({ unconverted }: AddedUp) =>
    unconverted.length === 0
      ? null
      : translate('besides', { amounts: unconverted.map((one) => formatMoneyLarge(one, locale)).join(', ') })
  return [
    {
      key: 'owed',
      label: translate('owed'),
      value: formatMoneyLarge(owed, locale),
      note: besides(owed) ?? translate('owedNote', { acquirers: new Set(board.owed.map(({ acquirer }) => acquirer)).size }),
      age,
    },
    {
      key: 'today',
      label: translate('today'),
      value: formatMoneyLarge(due, locale),
      note:
        due.amountMinor === 0
          ? translate('nothingDue')
          : translate('arrived', { share: formatPercent(arrived.amountMinor / due.amountMinor, locale) }),
      age,
    },
    {
      key: 'late',
      label: translate('late'),
      value: formatMoneyLarge(late, locale),
      ...(late.amountMinor === 0
        ? { note: translate('nothingLate') }
        : {
            note: (
              <>
                <Glyph name="due" tone="warn" />
                {translate('lateNote', {
                  acquirers: new Set(overdue.filter((cell) => cell.missing === 0).map(({ acquirer }) => acquirer)).size,
                })}
              </>
            ),
            noteTone: 'warn' as const,
          }),
      age,
    },
    {
      key: 'missing',
      label: translate('missing'),
      value: formatMoneyLarge(missed, locale),
      ...(missing.length === 0
        ? { note: translate('nothingMissing') }
        : {
            note: (
              <>
                <Glyph name="miss" tone="crit" />
                {translate('missingNote', { payments: missing.reduce((all, one) => all + one.missing, 0) })}
              </>
            ),
            noteTone: 'crit' as const,
          }),
      age,
    },
    {
      key: 'matched',
      label: translate('matched'),
      value: board.lines.all === 0 ? unknownMark : formatPercent(board.lines.matched / board.lines.all, locale, 2),
      note:
        board.lines.all === 0
          ? translate('noLines')
          : translate('matchedNote', {
              all: formatCount(board.lines.all, locale),
              open: formatCount(board.lines.all - board.lines.matched, locale),
            }),
      age: <Age sinceMs={board.lastRunMs} limits={{ freshMs: 86_400_000, staleMs: 172_800_000 }} />,
    },
    {
      key: 'identities',
      label: translate('identities'),
      value: checked === 0 ? unknownMark : broken === 0 ? translate('allHold') : translate('broken', { count: broken }),
      ...(broken === 0
        ? { note: translate('checked', { count: formatCount(checked, locale) }) }
        : {
            note: (
              <>
                <Glyph name="crit" tone="crit" />
                {translate('checked', { count: formatCount(checked, locale) })}{' '}
                <a href="#sums" data-link>
                  {sumWords('see')}
                </a>
              </>
            ),
            noteTone: 'crit' as const,
          }),
      age: <Age sinceMs={board.lastRunMs} limits={{ freshMs: 86_400_000, staleMs: 172_800_000 }} />,
    },
  ]
}
