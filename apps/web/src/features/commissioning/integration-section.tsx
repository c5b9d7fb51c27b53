'use client'

import type { CommissioningDetail, LaneNow } from '@counterfoil/services/commissioning'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { AgentDesk, type AskableKind } from '../commands/index.ts'
import { CodePart } from './code-part.tsx'
import classes from './commissioning.module.css'
import { steps } from './step-of.ts'

interface IntegrationSectionProps {
  readonly detail: CommissioningDetail
  readonly current: NonNullable<CommissioningDetail['current']>
  readonly may: { readonly change: boolean; readonly ask: boolean; readonly disturb: boolean }
  readonly kinds: readonly AskableKind[]
}

/** The third step: an agent joins, its terminals stand at the lanes that were drawn, and can be asked from here. */
export function IntegrationSection({ detail, current, may, kinds }: IntegrationSectionProps) {
  const translate = useTranslations('commissioning')
  const common = useTranslations('commissioning.integration')
  const agents = detail.seen.agents.filter(({ state }) => state === 'active')
  return (
    <Section title={`${steps.indexOf('integration') + 1}. ${translate('steps.integration')}`}>
      {current.design === null ? (
        <p className={classes.quiet}>{translate('none')}</p>
      ) : (
        <DataTable caption={common('lanes')} rowHeight={42} minWidth={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('design.lane')}</Table.Th>
              <Table.Th>{common('drawn')}</Table.Th>
              <Table.Th>{common('found')}</Table.Th>
              <Table.Th>{common('state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {current.lanes.map((lane) => (
              <LaneRow key={lane.design.lane} lane={lane} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {may.change && current.state !== 'signed' ? <CodePart storeId={detail.store.storeId} /> : null}
      {may.ask
        ? agents.map(({ agentId, name }) => (
            <details key={agentId}>
              <summary>{common('ask', { agent: name })}</summary>
              <p className={classes.quiet}>{common('askHint')}</p>
              <AgentDesk agentId={agentId} mayDisturb={may.disturb} kinds={kinds} />
            </details>
          ))
        : null}
    </Section>
  )
}

function LaneRow({ lane }: { readonly lane: LaneNow }) {
  const translate = useTranslations('commissioning')
  const { design, terminal, agent, problem } = lane
  return (
    <Table.Tr>
      <Table.Td>{design.lane}</Table.Td>
      <Table.Td>
        {design.protocol.toUpperCase()}, {translate(`design.links.${design.link}`)}
      </Table.Td>
      <Table.Td>
        {terminal === null ? (
          translate('integration.nobody')
        ) : (
          <>
            {terminal.protocol.toUpperCase()}, {translate(`design.links.${terminal.link === 'tcp' ? 'tcp' : 'serial'}`)}
            <small>{[terminal.model, terminal.address, agent?.name].filter(Boolean).join(' · ')}</small>
          </>
        )}
      </Table.Td>
      <Table.Td>
        <Status
          axis="commissioningLane"
          state={problem === null ? 'right' : 'wrong'}
          note={problem === null ? undefined : translate(`integration.problems.${problem}`)}
        />
      </Table.Td>
    </Table.Tr>
  )
}
