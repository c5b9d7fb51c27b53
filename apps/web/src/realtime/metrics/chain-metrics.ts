import { type ChainFigures, MOST_NAMED } from '@counterfoil/services/operations'
import { Gauge, type Registry } from 'prom-client'

/** What every hub tells alike, from the database; over several hubs take `max`. */
export function createChainMetrics(registry: Registry): { show(figures: ChainFigures): void } {
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name: `counterfoil_${name}`, help, registers })
  const labelled = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `counterfoil_${name}`, help, labelNames, registers })

  const logWaiting = gauge('log_waiting_entries', 'Audit entries that wait for their place in the log')
  const logLag = gauge('log_lag_seconds', 'Age of the audit entry that waits longest for its place')
  const checkpointAge = gauge('log_checkpoint_age_seconds', 'Since the log was last signed; absent before the first time')
  const lossOpen = gauge('log_loss_open', '1 while a witness has seen entries that are not here and nobody has declared it')
  const expected = gauge('witnesses_expected', 'Agents connected for 10 minutes, so able to countersign the log')
  const current = gauge('witnesses_current', 'Those of them that countersigned in the last 10 minutes')
  const foreignFailing = gauge('foreign_witnesses_failing', 'Witnesses outside of the chain that do not countersign now')
  const agents = labelled('agents', 'Agents by how they stand, over all hubs', 'state')
  const waiting = gauge('outbox_waiting_events', 'Events on the disks of all agents, as they told last')
  const oldest = gauge('outbox_oldest_seconds', 'Age of the oldest event on an agent’s disk, as it told last')
  const longest = labelled(
    'outbox_longest_events',
    `Events of the ${MOST_NAMED} agents with the longest queues`,
    'agent',
    'store',
  )
  const files = labelled('funds_files', 'Files of banks and acquirers of the last 30 days that are not done with', 'state')
  const bytes = gauge('database_size_bytes', 'What the database takes on its disk')
  const certificate = gauge(
    'certificate_expiry_seconds',
    'Until the hubs’ first certificate ends; absent where all speak plain HTTP',
  )
  const readAt = gauge('chain_figures_timestamp_seconds', 'When these figures were read last')

  for (const unknown of [checkpointAge, certificate]) unknown.remove()
  return {
    show(figures) {
      logWaiting.set(figures.log.waiting)
      logLag.set(figures.log.lagSeconds)
      setOrRemove(checkpointAge, figures.log.checkpointAgeSeconds)
      lossOpen.set(figures.log.lossOpen ? 1 : 0)
      expected.set(figures.witnesses.expected)
      current.set(figures.witnesses.current)
      foreignFailing.set(figures.witnesses.foreignFailing)
      for (const [state, count] of Object.entries(figures.agents)) agents.set({ state }, count)
      waiting.set(figures.outbox.waitingEvents)
      oldest.set(figures.outbox.oldestSeconds)
      longest.reset()
      for (const { agent, store, waiting } of figures.outbox.longest) longest.set({ agent, store }, waiting)
      for (const [state, count] of Object.entries(figures.fundsFiles)) files.set({ state }, count)
      bytes.set(figures.databaseBytes)
      setOrRemove(certificate, figures.certificate?.secondsLeft ?? null)
      readAt.setToCurrentTime()
    },
  }
}

/** What is not known is absent: a 0 would be an answer. */
export function setOrRemove(gauge: Gauge, value: number | null): void {
  if (value === null) gauge.remove()
  else gauge.set(value)
}
