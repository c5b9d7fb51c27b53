'use client'

import type { ListedMapping } from '@counterfoil/services/funds/files'
import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { EmptyState } from '../../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { Page } from '../../../components/frame/page.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from './mappings.module.css'

/** Every column mapping with its versions. */
export function MappingsPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('fundsMappings')
  const api = useApi()
  const mappings = useQuery(api.fundsMappings.list.queryOptions())
  const make = mayChange ? (
    <Button component={Link} href="/funds/files/mappings/new" variant="filled">
      {translate('new')}
    </Button>
  ) : null
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {mappings.data !== undefined ? (
        mappings.data.length === 0 ? (
          <EmptyState title={translate('none')} why={translate('noneWhy')} first={make} />
        ) : (
          <Section title={translate('all')} aside={make}>
            <DataTable caption={translate('all')} rowHeight={42} stacked>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{translate('columns.mapping')}</Table.Th>
                  <Table.Th>{translate('columns.reads')}</Table.Th>
                  <Table.Th>{translate('columns.version')}</Table.Th>
                  <Table.Th data-right>{translate('columns.files')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {mappings.data.flatMap((mapping) =>
                  mapping.versions.map((version) => (
                    <Version key={`${mapping.id} ${version.version}`} mapping={mapping} version={version} />
                  )),
                )}
              </Table.Tbody>
            </DataTable>
          </Section>
        )
      ) : mappings.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={mappings.error.message} onRetry={() => mappings.refetch()} />
      )}
    </Page>
  )
}

function Version({ mapping, version }: { readonly mapping: ListedMapping; readonly version: ListedMapping['versions'][number] }) {
  const translate = useTranslations('fundsMappings')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const newest = mapping.versions[0] === version
  const address = `/funds/files/mappings/${encodeURIComponent(mapping.id)}`
  return (
    <Table.Tr data-older={!newest || undefined} className={newest ? undefined : classes.older}>
      <Table.Td>
        {newest ? (
          <>
            <Link href={address} className={classes.link}>
              {mapping.title}
            </Link>
            <small>
              <code>{mapping.id}</code>
            </small>
          </>
        ) : (
          <Link href={`${address}?version=${version.version}`} className={classes.link}>
            {translate('earlier', { version: version.version })}
          </Link>
        )}
      </Table.Td>
      <Table.Td data-label={translate('columns.reads')}>
        {newest ? `${translate(`layout.${mapping.produces}`)}, ${translate(`layout.${mapping.layout}`)}` : ''}
      </Table.Td>
      <Table.Td data-label={translate('columns.version')}>
        {version.version}
        <small>
          {formatDateTime(version.madeAtMs, { locale, timeZone }, nowMs)}, {version.madeBy}
        </small>
      </Table.Td>
      <Table.Td data-right data-label={translate('columns.files')}>
        {version.files === 0 ? <span className={classes.none}>·</span> : version.files}
      </Table.Td>
    </Table.Tr>
  )
}
