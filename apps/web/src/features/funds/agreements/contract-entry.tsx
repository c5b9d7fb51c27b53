'use client'

import type { AgreedContract } from '@counterfoil/services/funds'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAcquirerName } from '../use-acquirer-name.ts'
import classes from './agreements.module.css'
import { ContractFacts } from './contract-facts.tsx'
import { ContractVersions } from './contract-versions.tsx'
import { FeeRuleTable } from './fee-rule-table.tsx'
import { useTermsWords } from './use-terms-words.ts'

/** One contract in a line; opened, all its terms and the versions before. */
export function ContractEntry({ agreed }: { readonly agreed: AgreedContract }) {
  const translate = useTranslations('funds.agreements')
  const nameOf = useAcquirerName()
  const termsWords = useTermsWords()
  const [open, setOpen] = useState(false)
  const [newest] = agreed.versions
  if (newest === undefined) return null
  const { contract } = newest
  return (
    <li className={classes.entry}>
      <button type="button" className={classes.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={classes.name}>
          {nameOf(agreed.acquirer)} {agreed.merchantAccount} <span className={classes.id}>{agreed.id}</span>
        </span>
        <span className={classes.when}>
          {agreed.currency} · {contract === null ? translate('unread') : termsWords(contract)}
        </span>
        <span>{translate('version', { version: newest.version })}</span>
      </button>
      {open ? (
        <div className={classes.open}>
          <div>{contract === null ? <p>{translate('unread')}</p> : <ContractFacts contract={contract} version={newest} />}</div>
          <div>
            {contract === null ? null : <FeeRuleTable contract={contract} />}
            <ContractVersions versions={agreed.versions} />
          </div>
        </div>
      ) : null}
    </li>
  )
}
