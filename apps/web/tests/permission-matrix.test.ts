import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { WatchScope } from '@counterfoil/protocol'
import { raiseCardAlarm } from '@counterfoil/services/card-alarms'
import { mayDo, type Permission, personRoles, type Reach, type Role, roles, wholeChain } from '@counterfoil/services/permissions'
import type { FactorKit } from '@counterfoil/services/sign-in'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chain, openChain } from '../../../packages/services/tests/reading/chain.ts'
import type { Person } from '../src/server/person.ts'
import { appRouter } from '../src/server/root.ts'
import { createCallerFactory, type ProcedureMeta } from '../src/server/trpc.ts'
import { openThingAsker, type ThingAsker } from './support/ask-as-thing.ts'

/** A store with one payment and one card alarm, by whatever name a question can call it. */
interface Place {
  readonly storeId: number
  readonly country: string
  readonly region: string
  readonly paymentId: string
  readonly alarmId: string
  readonly exceptionKey: string
  readonly deviceId: number
  readonly agentId: number
}

interface Probe {
  readonly permission: Permission
  /** Questions about one place; none when the procedure tells nothing of places. */
  readonly about: (place: Place) => readonly unknown[]
  /** The question about everything in a scope, where there is one. */
  readonly within?: (scope: WatchScope) => unknown
  /** Asked about whoever asks, who has no account here: any answer but a refusal of the gate shows that the gate let it through. */
  readonly oneself?: { readonly input: unknown }
  /** Belongs to no place: asked like this, it is answered to those who reach the whole chain and refused by the gate to others. */
  readonly chainWide?: { readonly input: unknown }
}

const factorKit = {
  seal: async (plain: string) => plain,
  site: { id: 'localhost', name: 'Counterfoil', origins: ['http://localhost:3000'] },
} as Partial<FactorKit> as FactorKit

const NOW = Date.UTC(2026, 10, 20, 13, 32, 8)

const scopesOf = ({ storeId, country, region }: Place): WatchScope[] => [
  { kind: 'store', storeId },
  { kind: 'country', country },
  { kind: 'region', country, region },
]
const settingPlaces = (place: Place) => [...scopesOf(place), { kind: 'device', deviceId: place.deviceId }]
const byScope = (permission: Permission, within: (scope: WatchScope) => unknown): Probe => ({
  permission,
  within,
  about: (place) => scopesOf(place).map(within),
})
const ofNoPlace = (permission: Permission): Probe => ({ permission, about: () => [] })
const ofOneself = (input?: unknown): Probe => ({ permission: 'own_account', about: () => [], oneself: { input } })
const ofChain = (permission: Permission, input?: unknown): Probe => ({ permission, about: () => [], chainWide: { input } })
const letThrough = (permission: Permission, input?: unknown): Probe => ({ permission, about: () => [], oneself: { input } })

const NO_REACH = { kind: 'country', country: 'XX' }

const NO_DESCRIPTION = {
  make: null,
  model: null,
  serial: null,
  firmware: null,
  approvalNumber: null,
  approvalExpiresOn: null,
  p2pe: 'not_told',
  p2peSolution: null,
  notes: null,
}

const NO_ID = '0198c0de-0000-7000-8000-000000000001'
const COMMISSIONING = { id: NO_ID, rev: 1 }
const REQUIREMENTS = {
  methods: ['visa'],
  data: { basket: false, cashier: false, totals: false },
  frequency: { arriveWithinSeconds: 60, saleEveryHours: 24 },
  security: { clockSeconds: 5, diskFreePercent: 10, leastVersion: null, approval: false, p2pe: false },
}
const DESIGN = {
  path: 'fibre',
  backupPath: null,
  hubAddresses: 1,
  lanes: [{ lane: '1', protocol: 'zvt', link: 'tcp', backupLane: null }],
}
const NOBODY = { kind: 'place', scope: { kind: 'store', storeId: 999_999 } }
const DISTURBING_NOBODY = { chosen: NOBODY, kind: 'agent.restart', args: {}, token: '0'.repeat(64), reason: 'x' }
const ASSERTION = {
  id: 'eA',
  rawId: 'eA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'eA', signature: 'eA' },
}

/** Every procedure there is. A new one is added here, with the permission it needs and how it is asked about a place. */
const probes: Readonly<Record<string, Probe>> = {
  'accessReviews.list': ofChain('reviews.read'),
  'accessReviews.due': ofChain('reviews.read'),
  'accessReviews.get': ofChain('reviews.read', { id: NO_ID }),
  'accessReviews.export': ofChain('reviews.read', { id: NO_ID }),
  'accessReviews.open': ofChain('reviews.decide'),
  'accessReviews.decide': ofChain('reviews.decide', { itemId: NO_ID, decision: 'keep', reason: 'x' }),
  'accessReviews.keepRest': ofChain('reviews.decide', { id: NO_ID, reason: 'x' }),
  'accessReviews.sign': ofChain('reviews.sign', { id: NO_ID, statementHash: '0'.repeat(64) }),
  'account.get': ofOneself(),
  'account.noteAction': ofOneself(),
  'account.changePassword': ofOneself({ current: 'x', next: 'y' }),
  'account.beginAuthenticator': ofOneself(),
  'account.finishAuthenticator': ofOneself({ code: '000000' }),
  'account.renewRecoveryCodes': ofOneself(),
  'account.beginPasskey': ofOneself(),
  'account.finishPasskey': ofOneself({
    name: 'x',
    response: { id: 'eA', rawId: 'eA', type: 'public-key', response: { clientDataJSON: 'e30', attestationObject: 'oA' } },
  }),
  'account.renamePasskey': ofOneself({ id: NO_ID, name: 'x' }),
  'account.removePasskey': ofOneself({ id: NO_ID }),
  'account.endSession': ofOneself({ sessionId: 'x' }),
  'account.endOtherSessions': ofOneself(),
  'audit.list': ofChain('audit.read', { filter: {} }),
  'audit.get': ofChain('audit.read', { id: NO_ID }),
  'audit.prove': ofChain('audit.read', { id: NO_ID }),
  'audit.head': ofChain('audit.read'),
  'audit.integrity': ofChain('audit.read'),
  'audit.exportProof': ofChain('audit.read', { id: NO_ID }),
  'audit.export': ofChain('audit.read', { filter: {} }),
  'audit.erase': ofChain('audit.change', { of: { entry: NO_ID }, why: 'x' }),
  'auditReview.days': ofChain('audit.read', { signed: false }),
  'auditReview.day': ofChain('audit.read', { day: '2026-11-20' }),
  'auditReview.sign': ofChain('audit.review', { day: '2026-11-20', note: 'x', statementHash: '0'.repeat(64) }),
  'auditReview.rules': ofChain('audit.read'),
  'auditReview.changeRule': ofChain('audit.change', { rule: 'clock', version: 9, enabled: true, parameters: { seconds: 60 } }),
  'incidents.list': ofChain('audit.read'),
  'incidents.close': ofChain('audit.change', { id: NO_ID, cause: 'x', fix: 'y' }),
  'audit.views': ofChain('audit.read'),
  'audit.saveView': ofChain('audit.read', { name: 'x', filter: {} }),
  'audit.removeView': ofChain('audit.read', { id: NO_ID }),
  'commands.list': { permission: 'commands.read', about: ({ agentId }) => [{ agentId }] },
  'commands.ask': letThrough('commands.ask', { agentId: 999, kind: 'agent.status', args: {} }),
  'commands.disturb': letThrough('commands.disturb', { agentId: 999, kind: 'agent.restart', args: {}, reason: 'x' }),
  'commands.withdraw': letThrough('commands.ask', { commandId: NO_ID }),
  'commands.propose': letThrough('commands.propose', { agentId: 999, kind: 'agent.rotate_key', args: {}, reason: 'x' }),
  'commands.approvalOptions': letThrough('commands.approve', { commandId: NO_ID }),
  'commands.approve': letThrough('commands.approve', { commandId: NO_ID, response: ASSERTION }),
  // Whose groups these tell of is looked at in `command-groups.test.ts`.
  'commandGroups.list': letThrough('commands.read'),
  'commandGroups.get': letThrough('commands.read', { groupId: NO_ID }),
  'commandGroups.members': letThrough('commands.read', { groupId: NO_ID }),
  'commandGroups.preview': letThrough('commands.ask', { chosen: NOBODY, kind: 'agent.status', args: {} }),
  'commandGroups.begin': letThrough('commands.ask', { chosen: NOBODY, kind: 'agent.status', args: {}, token: '0'.repeat(64) }),
  'commandGroups.disturb': letThrough('commands.disturb', DISTURBING_NOBODY),
  'commandGroups.propose': letThrough('commands.propose', DISTURBING_NOBODY),
  'commandGroups.approve': letThrough('commands.approve', { groupId: NO_ID }),
  'commandGroups.stop': letThrough('commands.ask', { groupId: NO_ID, reason: 'x' }),
  'configurations.list': { permission: 'commands.read', about: ({ agentId }) => [{ agentId }] },
  // The level of the whole chain is everybody's: each is told of the agents they look after.
  'configurations.preview': {
    permission: 'commands.disturb',
    about: (place) => settingPlaces(place).map((at) => ({ place: at })),
  },
  'configurations.send': letThrough('commands.disturb', {
    place: { kind: 'device', deviceId: 999_999 },
    token: '0'.repeat(64),
    reason: 'x',
    window: null,
  }),
  'alerts.list': letThrough('alerts.read', { state: 'open', rule: null, severity: null }),
  'alerts.acknowledge': letThrough('alerts.acknowledge', { id: NO_ID }),
  // The level of the whole chain is everybody's, as with settings.
  'alerts.rules': { permission: 'alerts.read', about: (place) => scopesOf(place).map((at) => ({ place: at })) },
  'alerts.changeRule': letThrough('alerts.change', {
    place: { kind: 'store', storeId: 999_999 },
    rule: 'store_offline',
    before: 0,
    figures: null,
    reason: 'x',
  }),
  'alerts.destinations': letThrough('alerts.read'),
  'alerts.addDestination': letThrough('alerts.change', {
    name: 'x',
    place: { kind: 'store', storeId: 999_999 },
    leastSeverity: 'warning',
    afterMinutes: 0,
    to: { kind: 'slack', address: 'https://chat.example/x' },
  }),
  'alerts.testDestination': letThrough('alerts.change', { id: NO_ID }),
  'alerts.removeDestination': letThrough('alerts.change', { id: NO_ID }),
  'alerts.windows': letThrough('alerts.read'),
  'alerts.addWindow': letThrough('alerts.change', {
    place: { kind: 'store', storeId: 999_999 },
    fromMs: 0,
    untilMs: 4_000_000_000_000,
    reason: 'x',
  }),
  'alerts.endWindow': letThrough('alerts.change', { id: NO_ID }),
  'commissioning.list': byScope('commissioning.read', (scope) => ({ scope })),
  'commissioning.get': { permission: 'commissioning.read', about: ({ storeId }) => [{ storeId }] },
  'commissioning.begin': letThrough('commissioning.change', { storeId: 999_999 }),
  'commissioning.setRequirements': letThrough('commissioning.change', { ...COMMISSIONING, requirements: REQUIREMENTS }),
  'commissioning.setDesign': letThrough('commissioning.change', { ...COMMISSIONING, design: DESIGN }),
  'commissioning.makeCode': letThrough('commissioning.change', { storeId: 999_999 }),
  'commissioning.beginTests': letThrough('commissioning.change', COMMISSIONING),
  'commissioning.sign': letThrough('commissioning.change', COMMISSIONING),
  'commissioning.goLive': letThrough('commissioning.approve', { ...COMMISSIONING, statementHash: '0'.repeat(64) }),
  'commissioning.giveBack': letThrough('commissioning.approve', { ...COMMISSIONING, reason: 'x' }),
  'commissioning.withdraw': letThrough('commissioning.change', { ...COMMISSIONING, reason: 'x' }),
  'redundancy.list': byScope('redundancy.read', (scope) => ({ scope })),
  'redundancy.get': { permission: 'redundancy.read', about: ({ storeId }) => [{ storeId }] },
  'redundancy.beginHubDrill': letThrough('commands.disturb', { storeId: 999_999, agentId: 999, seconds: 60, reason: 'x' }),
  'redundancy.beginDrill': letThrough('redundancy.drill', {
    ...{ storeId: 999_999, axis: 'terminal', subject: '1' },
    ...{ minutes: 5, reason: 'x' },
  }),
  'redundancy.stop': letThrough('redundancy.drill', { drillId: NO_ID }),
  'commissioning.report': letThrough('commissioning.read', { storeId: 999_999, version: 1, language: 'en' }),
  'approvers.get': ofChain('approvers.read'),
  'approvers.change': ofChain('approvers.change', { people: ['x', 'y'] }),
  'approvers.approvalOptions': letThrough('commands.approve', { number: 99 }),
  'approvers.approve': letThrough('commands.approve', { number: 99, response: ASSERTION }),
  'approvers.withdraw': ofChain('approvers.change', { number: 99 }),
  'updates.get': ofChain('updates.read'),
  'updates.propose': ofChain('updates.change', { version: '9.9.9', soakMinutes: [0, 0, 0, 0, 0], reason: 'x' }),
  'updates.approvalOptions': letThrough('commands.approve', { rolloutId: NO_ID }),
  'updates.approve': letThrough('commands.approve', { rolloutId: NO_ID, response: ASSERTION }),
  'updates.change': ofChain('updates.change', { rolloutId: NO_ID, to: 'pause', reason: 'x' }),
  'updates.markLab': ofChain('updates.change', { code: 'nowhere', isLab: true }),
  'cardAlarms.list': letThrough('card_alarms.read', {}),
  'cardAlarms.countOpen': letThrough('card_alarms.read'),
  'cardAlarms.get': { permission: 'card_alarms.read', about: ({ alarmId }) => [{ id: alarmId }] },
  'cardAlarms.askOpening': letThrough('card_alarms.handle', { alarmId: NO_ID, why: 'x' }),
  'cardAlarms.approveOpening': letThrough('card_alarms.handle', { openingId: NO_ID }),
  'cardAlarms.close': letThrough('card_alarms.handle', { alarmId: NO_ID, startedAtMs: 0, endedAtMs: 0, cause: 'x', fix: 'x' }),
  // That it tells nothing of a device out of reach is looked at in `device-documents.test.ts`: most have none.
  'deviceDocuments.list': letThrough('devices.read', { deviceId: 999_999 }),
  'deviceDocuments.remove': letThrough('devices.hold', { id: NO_ID, reason: 'x' }),
  // The level of the whole chain is everybody's: each has what is said there.
  'deviceSettings.list': { permission: 'devices.read', about: (place) => settingPlaces(place).map((at) => ({ place: at })) },
  'deviceSettings.preview': {
    permission: 'devices.change',
    about: (place) => settingPlaces(place).map((at) => ({ place: at, setting: 'inspection.days', value: 30 })),
  },
  'deviceSettings.set': letThrough('devices.change', {
    place: { kind: 'device', deviceId: 999_999 },
    setting: 'inspection.days',
    value: 30,
    before: null,
  }),
  'deviceSettings.clear': letThrough('devices.change', {
    place: { kind: 'device', deviceId: 999_999 },
    setting: 'inspection.days',
    before: 30,
  }),
  'firmware.list': byScope('devices.read', (scope) => ({ scope })),
  'firmware.set': ofChain('devices.firmware', { make: 'x', model: 'x', before: 99, least: '1', current: null, why: 'x' }),
  'firmware.end': ofChain('devices.firmware', { make: 'x', model: 'x', before: 99, why: 'x' }),
  'inspections.tasks': byScope('inspections.read', (scope) => ({ scope })),
  'inspections.list': byScope('inspections.read', (scope) => ({ scope })),
  'inspections.ofDevice': { permission: 'inspections.read', about: ({ deviceId }) => [{ deviceId }] },
  'inspections.classes': ofNoPlace('inspections.read'),
  'inspections.trainings': letThrough('inspections.read'),
  // What it tells is looked at in `inspections.test.ts`: it is asked by somebody with an account.
  'inspections.checklist': letThrough('inspections.do', { storeId: 999_999 }),
  'inspections.record': letThrough('inspections.do', {
    ...{ id: NO_ID, by: 'p', deviceId: 999_999, class: 'attended', classVersion: 0, answers: {}, labelSerial: null, seal: null },
    ...{ suspicious: false, note: null, photos: [NO_ID], doneAtMs: NOW, sentAtMs: NOW, corrects: null },
  }),
  'inspections.changeClass': ofChain('inspections.change', {
    ...{ class: 'locked', before: 99, days: 90, items: ['looks'], analysis: 'x', reason: 'x' },
  }),
  'inspections.recordTraining': ofChain('inspections.change', {
    ...{ personId: 'x', topic: 'x', heldOn: '2026-01-01', validUntil: '2027-01-01', evidence: 'x' },
  }),
  'inspections.withdrawTraining': ofChain('inspections.change', { id: NO_ID, reason: 'x' }),
  'inspections.export': letThrough('inspections.read', { scope: { kind: 'chain' }, from: '2026-01-01', to: '2026-01-02' }),
  'devices.list': byScope('devices.read', (scope) => ({ filter: { scope } })),
  'devices.approvals': byScope('devices.read', (scope) => ({ scope })),
  'devices.unwell': byScope('devices.read', (scope) => ({ scope })),
  'devices.health': { permission: 'devices.read', about: ({ deviceId }) => [{ id: deviceId }] },
  'devices.counts': byScope('devices.read', (scope) => ({ scope })),
  // What lies below a country for whoever reaches a part of it is looked at in `devices.test.ts`.
  'devices.tree': { permission: 'devices.read', about: ({ storeId }) => [{ under: { kind: 'store', storeId } }] },
  'devices.get': { permission: 'devices.read', about: ({ deviceId }) => [{ id: deviceId }] },
  // That its lines are the list's is looked at in `devices-import.test.ts`.
  'devices.export': letThrough('devices.read', { filter: { scope: { kind: 'chain' } } }),
  'devices.previewImport': letThrough('devices.change', { text: 'x' }),
  'devices.import': letThrough('devices.change', { text: 'x', planHash: '0'.repeat(64) }),
  'devices.register': letThrough('devices.change', {
    kind: 'terminal',
    description: NO_DESCRIPTION,
    storeId: 999_999,
    lane: null,
  }),
  'devices.describe': letThrough('devices.change', { id: 999_999, rev: 1, description: NO_DESCRIPTION }),
  'devices.place': letThrough('devices.change', { id: 999_999, storeId: 999_999, lane: null, reason: 'x' }),
  'devices.changeState': letThrough('devices.change', { id: 999_999, to: 'blocked', reason: 'x' }),
  'devices.changeStates': letThrough('devices.change', { ids: [999_999], to: 'blocked', reason: 'x' }),
  'devices.makeCode': letThrough('devices.change', { id: 999_999 }),
  'devices.handOverMany': letThrough('devices.hold', { ids: [999_999], holder: 'x', note: null }),
  'devices.handOver': letThrough('devices.hold', { id: 999_999, holder: 'x', note: null }),
  'devices.placeSeal': letThrough('devices.hold', { id: 999_999, number: 'x' }),
  'devices.checkSeal': letThrough('devices.hold', { id: 999_999, sealId: NO_ID, found: 'whole' }),
  'devices.removeSeal': letThrough('devices.hold', { id: 999_999, sealId: NO_ID, reason: 'x' }),
  'evidence.list': ofChain('audit.read'),
  'evidence.ask': ofChain('audit.review', { firstDay: '2026-10-01', lastDay: '2026-10-31', language: 'en' }),
  'evidence.schedule': ofChain('audit.review', { cadence: 'monthly', language: 'en' }),
  'evidence.unschedule': ofChain('audit.review', { id: NO_ID }),
  'funds.board': byScope('funds.read', (scope) => ({ scope })),
  'funds.owingStores': byScope('funds.read', (scope) => ({ scope })),
  'funds.payments': byScope('funds.read', (scope) => ({ filter: { scope } })),
  'funds.forecast': byScope('funds.read', (scope) => ({ scope })),
  // Whose stores these tell of is looked at where there are settled fees and silent terminals: `ahead-of-time.test.ts`.
  'funds.fees': letThrough('funds.read', { scope: { kind: 'chain' } }),
  'funds.silentTerminals': letThrough('funds.read', { scope: { kind: 'chain' } }),
  'funds.fileCalendar': letThrough('funds.read', {}),
  'funds.agreements': ofChain('funds.files'),
  'funds.rates': ofNoPlace('funds.read'),
  'funds.exceptions': letThrough('funds.read', {}),
  'funds.exception': { permission: 'funds.read', about: ({ exceptionKey }) => [{ key: exceptionKey }] },
  'funds.payout': letThrough('funds.read', { id: '1' }),
  'funds.bankLine': letThrough('funds.read', { fileId: '1', position: 1 }),
  'funds.bundles': ofChain('funds.prove'),
  'funds.askBundle': ofChain('funds.prove', { firstDay: '2026-10-01', lastDay: '2026-10-31' }),
  'funds.claimable': letThrough('funds.handle', undefined),
  'funds.exportClaims': letThrough('funds.handle', { acquirer: 'x', language: 'en', format: 'csv' }),
  'funds.noteException': letThrough('funds.handle', { key: 'x', body: 'x' }),
  'funds.assignException': letThrough('funds.handle', { key: 'x', to: null }),
  'funds.resolveException': letThrough('funds.handle', { key: 'x', resolution: 'other', body: 'x' }),
  'funds.decideProposal': letThrough('funds.handle', { key: 'x', approve: true, body: 'x' }),
  'funds.reopenException': letThrough('funds.handle', { key: 'x', body: 'x' }),
  'funds.resolutionLimits': letThrough('funds.read', undefined),
  'funds.changeResolutionLimit': ofChain('funds.limit', { currency: 'EUR', limitMinor: 10_000 }),
  'funds.linkCandidates': ofChain('funds.link', { key: 'x' }),
  'funds.linkByHand': ofChain('funds.link', { join: 'payout_bank', from: '1', to: '1:1', reason: 'x' }),
  'funds.confirmLink': ofChain('funds.link', { key: 'x', reason: 'x' }),
  'funds.undoLink': ofChain('funds.link', { key: 'x', reason: 'x' }),
  'funds.ofPayment': { permission: 'payments.read', about: ({ paymentId }) => [{ id: paymentId }] },
  'frame.degraded': ofNoPlace('chain.read'),
  'frame.storesReporting': ofNoPlace('chain.read'),
  'fundsFiles.list': ofChain('funds.files', {}),
  'fundsFiles.get': ofChain('funds.files', { id: 999 }),
  'fundsFiles.lines': ofChain('funds.files', { id: 999 }),
  'fundsFiles.sources': ofChain('funds.files'),
  'fundsMappings.list': ofChain('funds.files'),
  'fundsMappings.get': ofChain('funds.files', { id: 'none' }),
  'fundsMappings.askTrial': ofChain('funds.configure', { fileId: 999, draft: '{}' }),
  'fundsMappings.trial': ofChain('funds.configure', { id: '01900000-0000-7000-8000-000000000000' }),
  'fundsMappings.save': ofChain('funds.configure', { document: '{}' }),
  'fundsPulls.list': ofChain('funds.files'),
  'fundsPulls.add': ofChain('funds.configure', {
    name: 'bank',
    host: 'sftp.bank.example',
    user: 'chain',
    secretKind: 'password',
    secret: 'x',
  }),
  'fundsPulls.remove': ofChain('funds.configure', { name: 'none' }),
  'fundsFiles.confirm': ofChain('funds.import', { id: 999 }),
  'fundsFiles.cancel': ofChain('funds.import', { id: 999 }),
  'fundsFiles.reread': ofChain('funds.import', { id: 999 }),
  'keys.inventory': letThrough('keys.read'),
  'system.acknowledge': ofChain('system.handle', { id: NO_ID }),
  'system.state': ofChain('system.read'),
  'system.forecast': ofChain('system.read'),
  'retention.report': ofChain('system.read', {}),
  'retention.export': ofChain('system.read', {}),
  'retention.chooseEventMonths': ofChain('retention.change', { months: 12 }),
  'retention.changePeriod': ofChain('retention.change', { dataClass: 'alerts', days: 400 }),
  'keys.export': letThrough('keys.read'),
  'keys.signReview': ofChain('reviews.sign', { note: 'x' }),
  'live.snapshot': byScope('live.read', (scope) => ({ scope })),
  'live.snapshotAsOf': byScope('live.read', (scope) => ({ scope, asOfMs: NOW })),
  'live.comparison': byScope('live.read', (scope) => ({ scope })),
  'live.patterns': { permission: 'live.read', about: ({ storeId }) => [{ storeIds: [storeId] }] },
  'logLoss.open': ofChain('people.read'),
  'logLoss.declare': ofChain('people.change', { lossId: NO_ID, why: 'x' }),
  'logLoss.confirm': ofChain('people.change', { lossId: NO_ID }),
  'live.rates': ofNoPlace('chain.read'),
  'payments.list': byScope('payments.read', (scope) => ({ filter: { scope } })),
  'payments.choices': byScope('payments.read', (scope) => ({ scope })),
  'payments.revealFirstSix': { permission: 'cards.first_six', about: ({ paymentId }) => [{ id: paymentId }] },
  'payments.get': { permission: 'payments.read', about: ({ paymentId }) => [{ id: paymentId }] },
  'people.list': ofChain('people.read', {}),
  'people.invitations': ofChain('people.read'),
  'people.get': ofChain('people.read', { id: 'nobody' }),
  'people.invite': ofChain('people.change', { email: 'x@chain.example', role: 'auditor', reach: { kind: 'chain' } }),
  'people.revokeInvitation': ofChain('people.change', { id: NO_ID }),
  'people.changeAccess': ofChain('people.change', { id: 'nobody', role: 'auditor', reach: { kind: 'chain' } }),
  'people.disable': ofChain('people.change', { id: 'nobody' }),
  'people.enable': ofChain('people.change', { id: 'nobody' }),
  'people.reset': ofChain('people.change', { id: 'nobody' }),
  'people.endSessions': ofChain('people.change', { id: 'nobody' }),
  'people.openBreakGlass': ofChain('people.read'),
  'people.acknowledgeBreakGlass': ofChain('people.change', { id: NO_ID }),
  'screens.list': ofNoPlace('screens.read'),
  'screens.pair': letThrough('screens.change', { code: 'ABCD-EFGH', name: 'x', reach: NO_REACH }),
  'screens.revoke': letThrough('screens.change', { id: NO_ID }),
  'stores.list': byScope('stores.read', (scope) => ({ scope })),
  'stores.get': { permission: 'stores.read', about: ({ storeId }) => [{ storeId }] },
  'stores.scopes': ofNoPlace('chain.read'),
  'tokens.create': letThrough('tokens.change', { name: 'x', reach: NO_REACH, days: 1 }),
  'tokens.list': ofNoPlace('tokens.read'),
  'tokens.revoke': letThrough('tokens.change', { id: NO_ID }),
}
const walked = Object.entries(probes).map(([path, probe]) => ({ path, ...probe }))
const cells = walked.flatMap((probe) => roles.map((role) => ({ ...probe, role })))

let database: TestDatabase
let chain: Chain
let things: ThingAsker
const places: Record<'koeln' | 'muenchen' | 'rennes', Place> = {} as never
const nowhere: Place = {
  storeId: 99_999,
  country: 'XX',
  region: 'Nowhere',
  paymentId: `${NOW.toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')}-7000-8000-ffffffffffff`,
  alarmId: NO_ID,
  exceptionKey: 'none',
  deviceId: 999_999,
  agentId: 99_999,
}

beforeAll(async () => {
  database = await openTestDatabase()
  chain = await openChain(database)
  await database.owner.query(`select setval(pg_get_serial_sequence('store', 'id'), 41000)`)
  const { id: run } = (
    await database.owner.query<{ id: string }>(
      `insert into funds_run (began_at, ended_at, as_of, files, counts, result)
       values (now(), now(), '2026-11-20', '{}', '{}', sha256('')) returning id`,
    )
  ).rows[0] ?? { id: '0' }
  const expectMoney = (storeId: number, paymentId: string, acquirer: string, amountMinor: number) =>
    database.owner.query(
      `insert into funds_payment (store_id, opened_on, payment_id, kind, currency, amount_minor, state, acquirer, gross, fee, net, due_on)
       select store_id, opened_on, id, 'sale', 'EUR', $3::int8, 'expected', $4, $3::int8 / 100.0, 0, $3::int8 / 100.0, '2026-11-18'
       from payment where store_id = $1 and id = $2`,
      [storeId, paymentId, amountMinor, acquirer],
    )
  const add = async (code: string, country: string, region: string, amountMinor: number): Promise<Place> => {
    const store = await chain.addStore({ code, country, region })
    const payment = {
      amountMinor,
      scheme: `card-${code}`,
      wallet: `wallet-${code}`,
      first6: String(476_100 + amountMinor / 11_111),
    }
    await chain.pay(store, { ...payment, atMs: NOW - 7 * 24 * 3_600_000 - 60_000 })
    const paymentId = await chain.pay(store, { ...payment, atMs: NOW - 120_000 })
    const alarmId = await raiseCardAlarm({ ...chain.ctx(NOW), sealer: null }, database.pool, {
      place: 'payment.opened.details.basket',
      source: { kind: 'agent', id: String(store.agentId) },
      storeId: store.storeId,
      agentId: store.agentId,
      terminalId: null,
      till: `till-${code}`,
      numbers: [],
      count: 1,
      content: null,
    })
    const exceptionKey = `MISSING_IN_SETTLEMENT ${paymentId}`
    await expectMoney(store.storeId, paymentId, `acquirer-${code}`, amountMinor)
    await database.owner.query(
      `insert into funds_exception (key, code, acquirer, store_id, day, payments, lines, payouts, bank_lines, amount_minor, currency,
         severity, state, opened_at, opened_by_run)
       values ($1, 'MISSING_IN_SETTLEMENT', $2, $3, '2026-11-20', array[$4::uuid], '{}', '{}', '{}', $5, 'EUR', 'high', 'open', now(), $6)`,
      [exceptionKey, `acquirer-${code}`, store.storeId, paymentId, amountMinor, run],
    )
    const { rows: devices } = await database.owner.query<{ id: number }>(
      `insert into device (kind, registered, serial, model, approval_expires_on, state, store_id, created_at)
       values ('terminal', true, $1, $1, '2027-04-30', 'active', $2, now()) returning id`,
      [`serial-${code}`, store.storeId],
    )
    const deviceId = devices[0]?.id ?? 0
    // In use for long enough that somebody must look at it, and looked at long before.
    await database.owner.query(
      `insert into device_state (device_id, since, state, actor_type, actor_id) values ($1, $2, 'active', 'system', 'test')`,
      [deviceId, new Date(NOW - 90 * 24 * 3_600_000)],
    )
    await database.owner.query(
      `with person as (insert into "user" (id, name, email, role) values ($1, $1, $1 || '@chain.example', 'technician') returning id)
       insert into inspection (id, content_hash, device_id, store_id, class, class_version, answers, result, findings, done_at, sent_at, recorded_at, inspected_by, trained)
       select gen_random_uuid(), sha256('x'), $2, $3, 'attended', 0, '{}', 'ok', '{}', $4, $4, $4, id, false from person`,
      [`inspector-${code}`, deviceId, store.storeId, new Date(NOW - 60 * 24 * 3_600_000)],
    )
    // Found of its whole store, so that this device needs a look.
    await database.owner.query(
      `insert into health_finding (id, code, severity, store_id, since, found_at, figures)
       values (gen_random_uuid(), 'store_offline', 'critical', $1, now(), now(), '{"agents": 1, "terminals": 1}')`,
      [store.storeId],
    )
    return { storeId: store.storeId, country, region, paymentId, alarmId, exceptionKey, deviceId, agentId: store.agentId }
  }
  places.koeln = await add('K1', 'DE', 'NRW', 11_111)
  places.muenchen = await add('M1', 'DE', 'Bayern', 22_222)
  places.rennes = await add('R1', 'FR', 'Bretagne', 44_444)
  things = await openThingAsker(database, () => NOW)
})
afterAll(async () => {
  await things?.close()
  await database?.close()
})

/** Each kind of reach around Köln: what lies in it, what does not, and the scope that means the same. */
function reaches(): { reach: Reach; inside: Place[]; outside: Place[]; same: WatchScope }[] {
  const { koeln, muenchen, rennes } = places
  const region = { kind: 'region', country: 'DE', region: 'NRW' } as const
  const country = { kind: 'country', country: 'DE' } as const
  return [
    { reach: wholeChain, inside: [koeln, muenchen, rennes], outside: [], same: { kind: 'chain' } },
    { reach: country, inside: [koeln, muenchen], outside: [rennes], same: country },
    { reach: region, inside: [koeln], outside: [muenchen, rennes], same: region },
    { reach: { kind: 'stores', storeIds: [koeln.storeId] }, inside: [koeln], outside: [muenchen, rennes], same: region },
    {
      reach: { kind: 'stores', storeIds: [] },
      inside: [],
      outside: [koeln, muenchen, rennes],
      same: { kind: 'country', country: 'XX' },
    },
  ]
}

type Answer = { readonly told: unknown } | { readonly refused: string; readonly why: string }

/**
 * One question as somebody; `signIn` tells how far they are signed in. Tokens and screens ask with what they were really given;
 * theirs cannot be half good, so they show one that was revoked instead.
 */
async function ask(
  path: string,
  input: unknown,
  who: { readonly role: Role; readonly reach: Reach; readonly signIn?: 'out' | 'half' },
): Promise<Answer> {
  const { role, reach, signIn } = who
  if (role === 'integration_token' || role === 'wall_screen') {
    const shown = signIn === undefined ? 'good' : signIn === 'out' ? 'nothing' : 'revoked'
    return things.ask(path, input, { role, reach, shown })
  }
  const person: Person = {
    kind: 'person',
    id: 'p',
    sessionId: 's',
    name: 'Maria Vogel',
    email: 'm@chain.example',
    bothFactors: who.signIn !== 'half',
    factors: ['password', 'totp'],
    factorShownAt: new Date(NOW),
    idle: false,
    lastActionAt: new Date(NOW),
    access: who,
  }
  const actor = { kind: 'user', id: 'p', sessionId: 's', reach: who.reach, factors: person.factors } as const
  const asker = who.signIn === 'out' ? null : person
  const services = { ...chain.ctx(NOW), actor }
  const caller = createCallerFactory(appRouter)({
    asker,
    person: asker,
    services,
    factorKit,
    metrics: { answered: () => {} },
    nowMs: () => NOW,
    replica: null,
  })
  const [noun = '', verb = ''] = path.split('.')
  const nouns = caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
  try {
    return { told: await nouns[noun]?.[verb]?.(input) }
  } catch (error) {
    if (error instanceof TRPCError) return { refused: error.code, why: error.message }
    throw error
  }
}

/** An answer without the names the question itself called the place by. */
const unnamed = (answer: Answer, { storeId, paymentId, alarmId }: Place): string =>
  JSON.stringify(answer).replaceAll(String(storeId), '(store)').replaceAll(paymentId, '(payment)').replaceAll(alarmId, '(alarm)')

const administrator = { role: 'administrator', reach: wholeChain } as const

describe('the router', () => {
  it('has the procedures that are looked at here, and no other', () => {
    expect(Object.keys(appRouter._def.procedures).sort()).toEqual(Object.keys(probes).sort())
  })

  it.each(walked)('asks for $permission at $path', ({ path, permission }) => {
    const procedures = appRouter._def.procedures as unknown as Record<
      string,
      { readonly _def: { readonly meta?: ProcedureMeta } }
    >
    expect(procedures[path]?._def.meta?.permission).toBe(permission)
  })
})

/** Of each question once: what the administrator is told of a place does not depend on who else asks. */
const toldToAdministrator = new Map<string, Promise<Answer>>()
function asAdministrator(path: string, input: unknown): Promise<Answer> {
  const key = `${path} ${JSON.stringify(input)}`
  const answer = toldToAdministrator.get(key) ?? ask(path, input, administrator)
  toldToAdministrator.set(key, answer)
  return answer
}

// They change nothing for each other, and wait for the database most of their time.
describe.concurrent.each(cells)('$path asked by a $role', ({ path, role, permission, about, within, oneself, chainWide }) => {
  it('answers exactly if the table says so, in reach as it answers the administrator', async () => {
    for (const { reach, inside } of reaches()) {
      for (const input of eachOnce(inside.flatMap(questions))) {
        const answer = await ask(path, input, { role, reach })
        if (!mayDo(role, permission)) expect(answer).toMatchObject({ refused: 'FORBIDDEN' })
        else if (oneself !== undefined) expect(passed(answer)).toBe(true)
        else if (chainWide !== undefined) expect(isRefusedByGate(answer, permission)).toBe(reach.kind !== 'chain')
        // A scope wider than the reach is cut, which the question about everything shows.
        else if (isAsNarrow(input, reach)) expect(answer).toEqual(await asAdministrator(path, input))
        else expect(answer).toHaveProperty('told')
      }
    }
  })

  it('tells of a place out of reach what it tells of one that does not exist', async () => {
    for (const { reach, outside } of reaches()) {
      const ofNothing = new Map<number, string>()
      for (const place of outside) {
        const existing = about(place)
        for (const [index, input] of about(nowhere).entries()) {
          if (!isOut(existing[index], reach)) continue
          const answer = unnamed(await ask(path, existing[index], { role, reach }), place)
          const nothing = ofNothing.get(index) ?? unnamed(await ask(path, input, { role, reach }), nowhere)
          ofNothing.set(index, nothing)
          expect(answer).toBe(nothing)
          // What would have been told: else equal answers would show nothing.
          expect(answer).not.toBe(unnamed(await asAdministrator(path, existing[index]), place))
        }
      }
    }
  })

  it('tells of everything what lies in reach', async () => {
    if (within === undefined || !mayDo(role, permission)) return
    for (const { reach, same } of reaches()) {
      const answer = await ask(path, within({ kind: 'chain' }), { role, reach })
      expect(answer).toEqual(await asAdministrator(path, within(same)))
    }
  })

  it.each([
    ['out', 'UNAUTHORIZED'],
    ['half', personRoles.some((one) => one === role) ? 'FORBIDDEN' : 'UNAUTHORIZED'],
  ] as const)('refuses whoever is signed %s, before it looks at the question', async (signIn, refused) => {
    // What a token or screen reaches is not known before it is: one stands for all.
    const isThing = !personRoles.some((one) => one === role)
    for (const { reach } of reaches().slice(0, isThing ? 1 : undefined)) {
      for (const input of eachOnce([...questions(places.koeln), ...questions(nowhere), { made: 'up' }]))
        expect(await ask(path, input, { role, reach, signIn })).toMatchObject({ refused })
    }
  })

  function questions(place: Place): readonly unknown[] {
    const asked = about(place)
    return asked.length === 0 ? [(oneself ?? chainWide)?.input] : asked
  }
})

/** Several places, and places of several reaches, are asked about in the same words. */
function eachOnce(inputs: readonly unknown[]): unknown[] {
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()]
}

describe('what names no place', () => {
  it('counts and lists the stores in reach', async () => {
    for (const { reach, inside } of reaches()) {
      const who = { role: 'wall_screen', reach } as const
      expect(await ask('frame.storesReporting', undefined, who)).toEqual({ told: { reporting: 0, all: inside.length } })
      const { told } = (await ask('stores.scopes', undefined, who)) as { told: Place[] }
      expect(told.map(({ storeId }) => storeId).sort()).toEqual(inside.map(({ storeId }) => storeId).sort())
    }
  })
})

describe('card alarms', () => {
  it('are listed and counted as far as somebody sees', async () => {
    for (const { reach, inside } of reaches()) {
      const who = { role: 'auditor', reach } as const
      const { told } = (await ask('cardAlarms.list', {}, who)) as { told: { alarms: { id: string }[] } }
      expect(told.alarms.map(({ id }) => id).sort()).toEqual(inside.map(({ alarmId }) => alarmId).sort())
      expect(await ask('cardAlarms.countOpen', undefined, who)).toEqual({ told: { open: inside.length } })
    }
  })
})

describe('a refund at a store out of reach', () => {
  it('is not told with its sale, nor the sale with it', async () => {
    const rennes = await chain.addStore({ code: 'R2', country: 'FR', region: 'Bretagne' })
    const refund = await chain.pay(rennes, {
      atMs: NOW - 60_000,
      amountMinor: 5,
      kind: 'refund',
      parent: places.muenchen.paymentId,
    })
    const as = async (id: string, reach: Reach) =>
      (await ask('payments.get', { id }, { role: 'auditor', reach })) as { told: never }
    expect((await as(places.muenchen.paymentId, wholeChain)).told).toMatchObject({ children: [{ id: refund }] })
    expect((await as(places.muenchen.paymentId, { kind: 'country', country: 'DE' })).told).toMatchObject({ children: [] })
    expect((await as(refund, wholeChain)).told).toMatchObject({ parent: { id: places.muenchen.paymentId } })
    expect((await as(refund, { kind: 'country', country: 'FR' })).told).toMatchObject({ parent: null })
  })
})

/** Whether the gate let it through to its verb. */
function passed(answer: Answer): boolean {
  return 'told' in answer || ['NOT_FOUND', 'CONFLICT', 'BAD_REQUEST', 'TOO_MANY_REQUESTS'].includes(answer.refused)
}

/** The gate names the permission; what a verb refuses says something else. */
function isRefusedByGate(answer: Answer, permission: Permission): boolean {
  return 'refused' in answer && answer.refused === 'FORBIDDEN' && answer.why.includes(`(${permission})`)
}

/** The scope of a question, wherever it stands; none for questions about one thing. */
function scopeOf(input: unknown): WatchScope | undefined {
  const { scope, filter, place } = (input ?? {}) as {
    scope?: WatchScope
    filter?: { scope: WatchScope }
    place?: WatchScope | { kind: 'device' }
  }
  return scope ?? filter?.scope ?? (place === undefined || place.kind === 'device' ? undefined : place)
}

/** Whether a question about a place in reach asks of nothing beyond the reach. */
function isAsNarrow(input: unknown, reach: Reach): boolean {
  const scope = scopeOf(input)
  if (input === undefined) return reach.kind === 'chain'
  if (scope === undefined || scope.kind === 'store' || reach.kind === 'chain') return true
  if (reach.kind === 'country') return true
  return reach.kind === 'region' && scope.kind === 'region'
}

/** Whether a question about a place out of reach asks of nothing in it: Germany does, of Bayern as of all of Germany. */
function isOut(input: unknown, reach: Reach): boolean {
  const scope = scopeOf(input)
  return scope?.kind !== 'country' || scope.country !== 'DE' || (reach.kind === 'stores' && reach.storeIds.length === 0)
}
