import type { Plan } from '../design.ts'
import type { SeenStore } from '../seen-store.ts'
import type { EventRef, TestFacts } from '../test-facts.ts'

/** Two lanes, each the backup of the other. */
export const examplePlan: Plan = {
  requirements: {
    methods: ['girocard', 'visa'],
    data: { basket: true, cashier: false, totals: true },
    frequency: { arriveWithinSeconds: 10, saleEveryHours: 24 },
    security: { clockSeconds: 2, diskFreePercent: 10, leastVersion: '1.2.0', approval: true, p2pe: true },
  },
  design: {
    path: 'fibre',
    backupPath: 'mobile',
    hubAddresses: 2,
    lanes: [
      { lane: '1', protocol: 'zvt', link: 'serial', backupLane: '2' },
      { lane: '2', protocol: 'zvt', link: 'serial', backupLane: '1' },
    ],
  },
}

/** 20 November 2026, 14:00 UTC. */
export const NOW = Date.UTC(2026, 10, 20, 14)

const terminal = (lane: string): SeenStore['terminals'][number] => ({
  terminalId: Number(lane),
  agentId: 7,
  lane,
  key: `lane-${lane}`,
  protocol: 'zvt',
  link: 'serial',
  address: `/dev/ttyUSB${lane}`,
  model: 'P400',
  condition: 'ready',
  reason: null,
  lastApprovedAtMs: NOW - 3_600_000,
  sinceMs: NOW - 86_400_000,
  approvalNumber: '4-10237',
  approvalExpiresOn: '2027-04-30',
  p2pe: 'yes',
})

/** The store as it was agreed. */
export const exampleStore: SeenStore = {
  agents: [
    {
      agentId: 7,
      name: 'back office',
      state: 'active',
      connected: true,
      version: '1.2.0',
      hubs: ['https://hub.example:4000', 'https://backup.example:4000'],
      diskFreeBytes: 40_000,
      diskSizeBytes: 100_000,
    },
  ],
  terminals: [terminal('1'), terminal('2')],
  methods: ['girocard'],
}

export const eventAt = (seq: number, kind: string, atMs = NOW, lateMs = 100): EventRef => ({
  agentId: 7,
  epoch: 1,
  seq,
  kind,
  atMs,
  recordedAtMs: atMs + lateMs,
  hash: String(seq).padStart(64, '0'),
})

const sale = (lane: string, seq: number, method: string): TestFacts['sales'][number] => ({
  lane,
  paymentId: `019a7f3c-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  method,
  amountMinor: 100,
  currency: 'EUR',
  basket: true,
  cashier: false,
  event: eventAt(seq, 'payment.finalised'),
})

/** Everything was done. */
export const exampleFacts: TestFacts = {
  seen: exampleStore,
  sales: [sale('1', 13, 'girocard'), sale('2', 23, 'visa')],
  cables: ['1', '2'].map((lane) => ({
    lane,
    reason: 'port_gone',
    gone: eventAt(30, 'terminal.condition'),
    back: eventAt(31, 'terminal.condition', NOW + 8_000),
  })),
  totals: ['1', '2'].map((lane) => ({ lane, amountMinor: 100, currency: 'EUR', event: eventAt(40, 'terminal.totals') })),
  outages: [
    {
      agentId: 7,
      fromMs: NOW,
      untilMs: NOW + 30_000,
      events: 3,
      payments: 1,
      first: eventAt(51, 'payment.opened'),
      last: eventAt(53, 'payment.finalised'),
    },
  ],
  agents: [
    {
      agentId: 7,
      joinNumber: 3,
      keySinceMs: NOW - 1_000_000,
      keyHash: 'ab'.repeat(32),
      clockTrouble: false,
      clock: eventAt(13, 'payment.finalised'),
      events: 40,
      cardNumbers: 0,
      started: eventAt(1, 'agent.started'),
    },
  ],
}
