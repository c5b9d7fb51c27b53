'use client'

import type { LiveStore } from '@counterfoil/services/live'
import type { StoreAgent, StoreDetail } from '@counterfoil/services/stores'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDay } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './store-sections.module.css'

/** The store's agents: connected or not, what waits on their disks, what they run on. */
export function AgentsSection({ detail, live }: { readonly detail: StoreDetail; readonly live: LiveStore | undefined }) {
  const translate = useTranslations('stores.detail')
  return (
    <Section title={translate('agents')}>
      {detail.agents.length === 0 ? <p className={classes.none}>{translate('agentNone')}</p> : null}
      {detail.agents.map((agent) => (
        <AgentFacts key={agent.agentId} agent={agent} live={live} timeZone={detail.timeZone} />
      ))}
    </Section>
  )
}

interface AgentFactsProps {
  readonly agent: StoreAgent
  readonly live: LiveStore | undefined
  readonly timeZone: string
}

function AgentFacts({ agent, live, timeZone }: AgentFactsProps) {
  const translate = useTranslations('stores')
  const locale = useLocale()
  const nowMs = useNowMs()
  const now = live?.agents.find((each) => each.agentId === agent.agentId)
  const waiting = now?.waiting ?? agent.waiting
  const oldestMs = now?.oldestMs ?? agent.oldestMs
  const state = stateOf(agent, now?.connected)
  const sinceMs = state === 'unseen' ? null : (now?.sinceMs ?? agent.sinceMs)
  return (
    <div className={classes.agent}>
      <div className={classes.agentName}>
        <strong>
          <Link href={`/agents/${agent.agentId}`} data-link>
            {agent.name}
          </Link>
        </strong>
        <Status axis="agent" state={state} note={sinceMs === null ? undefined : formatSpan(nowMs - sinceMs, locale)} />
      </div>
      <FactList
        facts={[
          {
            label: translate('detail.waiting'),
            value:
              waiting === 0
                ? translate('nothingWaiting')
                : translate('waiting', { events: waiting, span: formatSpan(oldestMs, locale) }),
          },
          {
            label: translate('detail.delivered'),
            value: translate('detail.deliveredValue', { seq: formatCount(agent.highWater, locale), epoch: agent.epoch }),
          },
          { label: translate('detail.version'), value: agent.version },
          { label: translate('detail.host'), value: `${agent.hostname}, ${agent.platform}` },
          { label: translate('detail.enrolled'), value: formatDay(agent.enrolledAtMs, { locale, timeZone }, nowMs) },
        ]}
      />
    </div>
  )
}

function stateOf(agent: StoreAgent, connected: boolean | undefined): 'online' | 'offline' | 'unseen' | 'revoked' | 'locked' {
  if (agent.state !== 'active') return agent.state
  if (connected ?? agent.connected) return 'online'
  return agent.connected === null ? 'unseen' : 'offline'
}
