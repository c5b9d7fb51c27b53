'use client'

import type { ContractVersion } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { type Fact, FactList } from '../../../components/fact-list/fact-list.tsx'
import { percentSign } from '../../../components/format/number.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { useTermsWords } from './use-terms-words.ts'

interface ContractFactsProps {
  readonly contract: NonNullable<ContractVersion['contract']>
  readonly version: ContractVersion
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Every term that decides when money is due, in the order in which the day is counted. */
export function ContractFacts({ contract, version }: ContractFactsProps) {
  const translate = useTranslations('funds.agreements')
  const locale = useLocale()
  const termsWords = useTermsWords()
  const { salesDay, payout, bank, reserve, tolerance, late, currency } = contract
  const days = (count: number) => translate('days', { count })
  const money = (amountMinor: number) => <Amount amountMinor={amountMinor} currency={currency} />
  const facts: (Fact | null)[] = [
    {
      label: translate('holds'),
      value: translate('span', { from: version.validFrom, to: version.validTo ?? translate('openEnd') }),
    },
    {
      label: translate('salesDay'),
      value: translate(`closes.${salesDay.closes}`, { at: clock(salesDay.closesAtMinute), zone: contract.zone }),
    },
    { label: translate('captureDelay'), value: days(contract.captureDelayDays) },
    { label: translate('pays'), value: termsWords(contract) },
    { label: translate('countedBy'), value: contract.settlementCalendars.join(', ') },
    payout.minimumMinor === 0 ? null : { label: translate('minimum'), value: money(payout.minimumMinor) },
    { label: translate('bankAccount'), value: bank.account, code: true },
    { label: translate('bankCalendars'), value: bank.calendars.join(', ') },
    { label: translate('bankLag'), value: days(bank.bookingLagDays) },
    bank.cutOffMinute === undefined ? null : { label: translate('cutOff'), value: clock(bank.cutOffMinute) },
    payout.referencePattern === undefined ? null : { label: translate('reference'), value: payout.referencePattern, code: true },
    { label: translate('names'), value: payout.namePatterns.join(', ') },
    reserve === undefined
      ? null
      : {
          label: translate('reserve'),
          value: translate('reserveWords', { percent: `${reserve.percent}${percentSign(locale)}`, count: reserve.releaseDays }),
        },
    { label: translate('feesTaken'), value: translate(`taken.${contract.feesTaken}`) },
    { label: translate('fileDue'), value: days(contract.fileDueDays) },
    {
      label: translate('late'),
      value: translate('lateWords', { grace: late.graceWorkingDays, missing: late.missingAfterWorkingDays }),
    },
    tolerance.grossMinor + tolerance.payoutMinor + tolerance.feeMinor === 0
      ? null
      : {
          label: translate('tolerance'),
          value: (
            <>
              {money(tolerance.grossMinor)} · {money(tolerance.payoutMinor)} · {money(tolerance.feeMinor)}
            </>
          ),
        },
  ]
  return <FactList facts={facts.filter((fact) => fact !== null)} />
}
