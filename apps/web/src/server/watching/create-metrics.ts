import type pg from 'pg'
import { Gauge, Histogram, Registry } from 'prom-client'

export interface DashboardMetrics {
  readonly registry: Registry
  answered(path: string, seconds: number, outcome: Outcome): void
}

export type Outcome = 'ok' | 'refused' | 'fault'

/** The dashboard's figures. Procedures are counted by their router: a hundred series of their own would tell no more. */
export function createDashboardMetrics(pool: Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'>): DashboardMetrics {
  const registry = new Registry()
  const registers = [registry]
  const seconds = new Histogram({
    name: 'counterfoil_dashboard_procedure_duration_seconds',
    help: 'How long procedures took, by router and outcome: refused is an answer, fault is our own',
    labelNames: ['router', 'outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  })
  new Gauge({
    name: 'counterfoil_dashboard_pool_connections',
    help: 'Connections of the dashboard’s pool',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
    },
  })
  new Gauge({
    name: 'counterfoil_dashboard_pool_waiting',
    help: 'Questions that wait for a connection of the pool',
    registers,
    collect() {
      this.set(pool.waitingCount)
    },
  })
  return {
    registry,
    answered: (path, took, outcome) => seconds.observe({ router: path.split('.', 1)[0] ?? '', outcome }, took),
  }
}
