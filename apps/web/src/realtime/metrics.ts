import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { createChainMetrics } from './metrics/chain-metrics.ts'
import { createJobMetrics } from './metrics/job-metrics.ts'
import { createMachineMetrics } from './metrics/machine-metrics.ts'

export type HubMetrics = ReturnType<typeof createMetrics>

/** The hub's figures, in a registry of their own so that two hubs may live in one process. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    jobs: createJobMetrics(registry),
    chain: createChainMetrics(registry),
    machine: createMachineMetrics(registry),
    agents: new Gauge({ name: 'counterfoil_agents_connected', help: 'Agents that have greeted', registers }),
    httpSessions: new Gauge({
      name: 'counterfoil_agent_http_sessions',
      help: 'Agents that come by HTTPS POST because WebSocket is blocked on their way',
      registers,
    }),
    browsers: new Gauge({ name: 'counterfoil_browsers_connected', help: 'Browsers on /live', registers }),
    waitingEvents: new Gauge({ name: 'counterfoil_ingest_waiting_events', help: 'Events that wait for a commit', registers }),
    replaying: new Gauge({
      name: 'counterfoil_agents_replaying',
      help: 'Agents with a backlog that wait for leave to send it, or have some',
      registers,
    }),
    ready: new Gauge({ name: 'counterfoil_ready', help: '1 while the hub would answer /readyz with 200', registers }),
    databaseUp: new Gauge({ name: 'counterfoil_database_up', help: '1 while the ingest can write', registers }),
    events: new Counter({ name: 'counterfoil_ingest_events_total', help: 'Events committed', registers }),
    batches: new Counter({ name: 'counterfoil_ingest_batches_total', help: 'Batches committed', registers }),
    notUnderstood: new Counter({
      name: 'counterfoil_ingest_not_understood_total',
      help: 'Events kept without being understood',
      registers,
    }),
    refused: new Counter({ name: 'counterfoil_ingest_refused_total', help: 'Batches refused', labelNames: ['code'], registers }),
    commitSeconds: new Histogram({
      name: 'counterfoil_ingest_commit_seconds',
      help: 'One group commit',
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    tlsFailed: new Counter({
      name: 'counterfoil_tls_handshakes_failed_total',
      help: 'TLS handshakes that failed, by reason',
      labelNames: ['reason'],
      registers,
    }),
    hellos: new Counter({
      name: 'counterfoil_agent_hellos_total',
      help: 'Greetings by answer',
      labelNames: ['answer'],
      registers,
    }),
    logKeeper: new Gauge({ name: 'counterfoil_log_keeper', help: '1 on the hub that keeps the audit log', registers }),
    reviewLooked: new Counter({
      name: 'counterfoil_review_entries_total',
      help: 'Audit entries looked at by the rules of the daily review',
      registers,
    }),
    reviewFound: new Counter({ name: 'counterfoil_review_findings_total', help: 'What those rules found', registers }),
    reviewOverdue: new Gauge({
      name: 'counterfoil_review_overdue_days',
      help: 'Days that ended more than 24 h ago and nobody signed',
      registers,
    }),
    logEntries: new Counter({ name: 'counterfoil_log_entries_total', help: 'Audit entries given their place', registers }),
    logSeconds: new Histogram({
      name: 'counterfoil_log_entry_to_checkpoint_seconds',
      help: 'From an audit entry to the checkpoint that covers it',
      buckets: [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 5, 60],
      registers,
    }),
    streamBehind: new Gauge({
      name: 'counterfoil_stream_behind_entries',
      help: 'Audit entries a receiver of the log has not taken yet',
      labelNames: ['stream'],
      registers,
    }),
    streamStopped: new Gauge({
      name: 'counterfoil_stream_stopped',
      help: '1 while a receiver of the log takes nothing',
      labelNames: ['stream'],
      registers,
    }),
    streamFailures: new Counter({
      name: 'counterfoil_stream_failures_total',
      help: 'Deliveries of the log that were not taken',
      labelNames: ['stream'],
      registers,
    }),
    notices: new Counter({
      name: 'counterfoil_alert_notices_total',
      help: 'Notices of alerts sent to the webhook, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    frames: new Counter({ name: 'counterfoil_live_frames_total', help: 'Frames sent to rooms of browsers', registers }),
  }
}
