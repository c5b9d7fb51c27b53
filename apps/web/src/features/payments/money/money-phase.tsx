'use client'

import type { PaymentBankLine, PaymentFunds } from '@counterfoil/services/funds'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { formatDay, formatHourMinute } from '../../../components/format/date-time.ts'
import { formatExact } from '../../../components/format/exact.ts'
import { formatMoney } from '../../../components/format/money.ts'
import { useKnownWord } from '../../../components/known-word/use-known-word.ts'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { StepLine } from '../step-line.tsx'
import classes from '../timeline.module.css'
import { LineDecision } from './line-decision.tsx'
import { useWhyWords } from './use-why-words.ts'

interface MoneyPhaseProps {
  readonly funds: PaymentFunds
  readonly timeZone: string
  /** Whether the reader may open payouts, bank lines and files. */
  readonly mayReadFunds: boolean
  readonly mayLink: boolean
}

/** The money's part of the timeline: what was expected and why, and each piece of evidence with the rule that links it. */
export function MoneyPhase({ funds, timeZone, mayReadFunds, mayLink }: MoneyPhaseProps) {
  const translate = useTranslations('payments.money')
  const confidenceWord = useKnownWord('common', 'confidence')
  const locale = useLocale()
  const nowMs = useNowMs()
  const whyWords = useWhyWords()
  const dayWords = (day: string) => formatDay(Date.parse(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' }, nowMs)
  const momentWords = (atMs: number) =>
    `${formatDay(atMs, { locale, timeZone }, nowMs)} ${formatHourMinute(atMs, { locale, timeZone })}`
  const link = (href: string, words: string) =>
    mayReadFunds ? (
      <Link href={href} data-link>
        {words}
      </Link>
    ) : (
      words
    )
  return (
    <>
      <h3 className={classes.phase} id="phase-money">
        {translate('phase')}
        {funds.dueOn === null ? null : (
          <span className={classes.span}>
            {funds.arrivedOn === null
              ? translate('expectedOn', { day: dayWords(funds.dueOn) })
              : translate('expectedCame', { day: dayWords(funds.dueOn), came: dayWords(funds.arrivedOn) })}
          </span>
        )}
      </h3>
      <ol className={classes.list} aria-labelledby="phase-money">
        {funds.state === 'expected' && funds.net !== null && funds.dueOn !== null ? (
          <StepLine
            time=""
            glyph="idle"
            title={translate('expectation', {
              amount: `${funds.currency} ${formatExact(funds.net, locale)}`,
              day: dayWords(funds.dueOn),
            })}
          >
            {funds.contract === null
              ? null
              : `${translate('contract', { id: funds.contract.id, version: funds.contract.version })} `}
            {whyWords(funds.why)}
          </StepLine>
        ) : (
          <StepLine time="" glyph="warn" tone="warn" title={translate(funds.state === 'new' ? 'computing' : 'notTold')}>
            {funds.notTold === null ? null : translate(`notToldWhy.${reasonOf(funds.notTold.kind)}`)}
          </StepLine>
        )}
        {funds.lines.map((line) => (
          <StepLine
            key={line.id}
            time={momentWords(line.receivedAtMs)}
            glyph={line.confidence === 'proposal' ? 'unk' : 'busy'}
            tone={line.confidence === 'proposal' ? 'unk' : 'ink-3'}
            title={
              translate.has(`lines.${line.kind}` as 'lines.sale') ? translate(`lines.${line.kind}` as 'lines.sale') : line.type
            }
          >
            {line.gross === null ? null : (
              <>
                <ExactAmount amount={line.gross} currency={line.currency} /> − <ExactAmount amount={line.fees} /> ={' '}
                <ExactAmount amount={line.net} />{' '}
              </>
            )}
            {link(`/funds/files/${line.fileId}`, translate('fileLine', { file: line.file, line: line.line }))} ·{' '}
            {translate('rule', { rule: line.rule, confidence: confidenceWord(line.confidence) })}
            {mayLink ? (
              <LineDecision
                link={line.link}
                proposed={line.confidence === 'proposal'}
                what={translate('fileLine', { file: line.file, line: line.line })}
              />
            ) : null}
          </StepLine>
        ))}
        {funds.payouts.map((payout) => (
          <StepLine
            key={payout.id}
            time={dayWords(payout.announcedOn)}
            glyph={payout.holds === false ? 'crit' : 'busy'}
            tone={payout.holds === false ? 'crit' : 'ink'}
            title={translate('payout', { batch: payout.batch, amount: formatMoney(payout, locale) })}
          >
            {translate('payoutLines', { count: payout.lineCount })}
            {payout.holds === null ? null : ` ${translate(payout.holds ? 'payoutHolds' : 'payoutBroken')}`}{' '}
            {link(`/funds/payouts/${payout.id}`, translate('openPayout'))}
          </StepLine>
        ))}
        {funds.bankLines.map((bank) => (
          <StepLine
            key={bank.id}
            time={momentWords(bank.receivedAtMs)}
            {...bankLook(bank)}
            title={translate(bankTitle(bank), { amount: formatMoney(bank, locale) })}
          >
            {translate('bookedOn', { day: dayWords(bank.bookedOn), account: bank.account })} ·{' '}
            {link(`/funds/bank-lines/${bank.id.replace(':', '-')}`, translate('fileLine', { file: bank.file, line: bank.line }))}{' '}
            · {translate('rule', { rule: bank.rule, confidence: confidenceWord(bank.confidence) })}
          </StepLine>
        ))}
      </ol>
    </>
  )
}

/** A proposal is nobody's arrival until a person says so. */
const bankLook = ({ confidence, booked }: PaymentBankLine) =>
  confidence === 'proposal'
    ? ({ glyph: 'unk', tone: 'unk' } as const)
    : booked
      ? ({ glyph: 'ok', tone: 'ok' } as const)
      : ({ glyph: 'sell', tone: 'ink-2' } as const)
const bankTitle = ({ confidence, booked }: PaymentBankLine) =>
  confidence === 'proposal' ? 'proposed' : booked ? 'booked' : 'tentative'

const reasons = ['no_route', 'no_contract', 'two_contracts', 'unknown_calendar', 'year_not_published'] as const
const reasonOf = (kind: string): (typeof reasons)[number] | 'other' => reasons.find((one) => one === kind) ?? 'other'
