'use client'

import { useTranslations } from 'next-intl'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Status } from '../../components/status/status.tsx'
import type { StoreLine } from './store-order.ts'
import classes from './terminal-summary.module.css'

/** The terminals of a store: those that are well as a number, the others each with its reason. */
export function TerminalSummary({ line }: { readonly line: StoreLine }) {
  const translate = useTranslations('stores')
  const reasonWord = useKnownWord('stores', 'reasons')
  const { terminals, reporting, store } = line
  if (terminals.length === 0) return <span className={classes.quiet}>{translate('noTerminal')}</span>
  const note = terminals.find(({ terminal }) => terminal.note !== null)?.terminal.note ?? null
  if (!reporting && store.agents.length > 0) {
    return (
      <>
        <Status axis="terminal" state="store_offline" />
        <small>{[translate('terminalCount', { count: terminals.length }), note].filter(Boolean).join(' · ')}</small>
      </>
    )
  }
  const ready = terminals.filter(({ state }) => state === 'ready').length
  const others = terminals.filter(({ state }) => state !== 'ready')
  return (
    <>
      <span className={classes.line}>
        {others.map(({ terminal, state }) => (
          <Status
            key={terminal.terminalId}
            axis="terminal"
            state={state}
            note={
              terminal.text ?? (terminal.reason === null || terminal.reason === state ? undefined : reasonWord(terminal.reason))
            }
          />
        ))}
        {ready === 0 ? null : <Status axis="terminal" state="ready" note={ready === 1 ? undefined : `× ${ready}`} />}
      </span>
      <small>{[translate('terminalCount', { count: terminals.length }), note].filter(Boolean).join(' · ')}</small>
    </>
  )
}
