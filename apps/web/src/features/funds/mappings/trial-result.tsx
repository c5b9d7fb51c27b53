'use client'

import type { MappingTrial } from '@counterfoil/services/funds/files'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { Section } from '../../../components/section/section.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import { useKindWords } from '../files/use-kind-words.ts'
import classes from './mappings.module.css'

/** What reading the file so would give: what stands in the way, the sums, and the first lines. */
export function TrialResult({ trial, busy }: { readonly trial: MappingTrial; readonly busy: boolean }) {
  const translate = useTranslations('fundsMappings.trial')
  const { problem, faults, faultCount, lines, document } = trial
  const warnings = document?.warnings ?? []
  return (
    <Section title={translate('title')} note={busy ? translate('busy') : null}>
      <div aria-live="polite" data-testid="trial">
        {problem !== null ? (
          <p className={classes.told}>
            <Glyph name="minus" tone="ink-3" /> {translate('problem')} <span lang="en">{problem}</span>
          </p>
        ) : faultCount > 0 ? (
          <p className={classes.told}>
            <Glyph name="warn" tone="warn" /> {translate('faults', { count: faultCount })}
          </p>
        ) : document?.verdict === 'reject' ? (
          <p className={classes.told}>
            <Glyph name="warn" tone="warn" /> {translate('refused')} <span lang="en">{document.reason}</span>
          </p>
        ) : (
          <p className={classes.told}>
            <Glyph name="ok" tone="ok" />{' '}
            {translate(warnings.length > 0 ? 'readsWithWarnings' : 'reads', { count: warnings.length })}
          </p>
        )}
        <ul className={classes.faults}>
          {faults.slice(0, 20).map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              <span className={classes.lineNumber}>{line === null ? '' : translate('line', { line })}</span>
              <span lang="en">{message}</span>
            </li>
          ))}
          {warnings.slice(0, 20).map(({ line, message }) => (
            <li key={`w ${line} ${message}`}>
              <span className={classes.lineNumber}>{line === null ? '' : translate('line', { line })}</span>
              <span lang="en">{message}</span>
            </li>
          ))}
        </ul>
      </div>
      <Sums trial={trial} />
      {lines.length === 0 ? null : <Lines lines={lines} />}
    </Section>
  )
}

function Sums({ trial: { document } }: { readonly trial: MappingTrial }) {
  const translate = useTranslations('fundsMappings.trial')
  if (document === null) return null
  const { settlement, statements } = document
  const entry = (sums: Readonly<Record<string, string>>) =>
    Object.entries(sums)
      .map(([currency, sum]) => `${currency} ${sum}`)
      .join(', ') || '–'
  return (
    <ul className={classes.sums}>
      {settlement.slice(0, 10).map(({ batch, merchant, currency, lines, gross, fees, net }) => (
        <li key={`${batch} ${merchant} ${currency}`}>
          {translate('batch', { batch: batch ?? '–', merchant: merchant ?? '–', lines, gross, fees, net, currency })}
        </li>
      ))}
      {statements.slice(0, 10).map(({ account, entries, credits, debits }) => (
        <li key={account ?? ''}>
          {translate('statement', { account: account ?? '–', entries, credits: entry(credits), debits: entry(debits) })}
        </li>
      ))}
    </ul>
  )
}

const OPTIONAL = ['batch', 'account', 'method', 'reference', 'merchantReference', 'store', 'terminal', 'card', 'text'] as const

function Lines({ lines }: Pick<MappingTrial, 'lines'>) {
  const translate = useTranslations('fundsMappings.trial')
  const fieldWord = useTranslations('fundsMappings.fields')
  const kindWord = useKindWords()
  const shown = OPTIONAL.filter((field) => lines.some((line) => line[field] !== null))
  const hasGross = lines.some(({ gross }) => gross !== null)
  return (
    <DataTable caption={translate('lines')} minWidth={520 + shown.length * 110}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('lineHead')}</Table.Th>
          <Table.Th>{translate('kind')}</Table.Th>
          <Table.Th>{fieldWord('date')}</Table.Th>
          {hasGross ? <Table.Th data-right>{fieldWord('gross')}</Table.Th> : null}
          {hasGross ? <Table.Th data-right>{fieldWord('fee')}</Table.Th> : null}
          <Table.Th data-right>{fieldWord(hasGross ? 'net' : 'amount')}</Table.Th>
          {shown.map((field) => (
            <Table.Th key={field}>{fieldWord(field)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.slice(0, 20).map((line) => (
          <Table.Tr key={line.line}>
            <Table.Td className={classes.lineNumber}>{line.line}</Table.Td>
            <Table.Td>{kindWord(line.kind)}</Table.Td>
            <Table.Td className={classes.whole}>{line.date ?? '–'}</Table.Td>
            {hasGross ? <Table.Td data-right>{line.gross ?? '–'}</Table.Td> : null}
            {hasGross ? <Table.Td data-right>{line.fees ?? '–'}</Table.Td> : null}
            <Table.Td data-right className={classes.whole}>
              <span className={classes.quiet}>{line.currency}</span> {line.net}
            </Table.Td>
            {shown.map((field) => (
              <Table.Td key={field} className={classes.sampleCell}>
                {line[field] ?? ''}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
