import { accessReviewsRouter } from './routers/access-reviews.ts'
import { accountRouter } from './routers/account.ts'
import { alertsRouter } from './routers/alerts.ts'
import { approversRouter } from './routers/approvers.ts'
import { auditRouter } from './routers/audit.ts'
import { auditReviewRouter } from './routers/audit-review.ts'
import { cardAlarmsRouter } from './routers/card-alarms.ts'
import { commandGroupsRouter } from './routers/command-groups.ts'
import { commandsRouter } from './routers/commands.ts'
import { commissioningRouter } from './routers/commissioning.ts'
import { configurationsRouter } from './routers/configurations.ts'
import { deviceDocumentsRouter } from './routers/device-documents.ts'
import { deviceSettingsRouter } from './routers/device-settings.ts'
import { devicesRouter } from './routers/devices.ts'
import { evidenceRouter } from './routers/evidence.ts'
import { firmwareRouter } from './routers/firmware.ts'
import { frameRouter } from './routers/frame.ts'
import { fundsRouter } from './routers/funds.ts'
import { fundsFilesRouter } from './routers/funds-files.ts'
import { fundsMappingsRouter } from './routers/funds-mappings.ts'
import { fundsPullsRouter } from './routers/funds-pulls.ts'
import { incidentsRouter } from './routers/incidents.ts'
import { inspectionsRouter } from './routers/inspections.ts'
import { keysRouter } from './routers/keys.ts'
import { liveRouter } from './routers/live.ts'
import { logLossRouter } from './routers/log-loss.ts'
import { paymentsRouter } from './routers/payments.ts'
import { peopleRouter } from './routers/people.ts'
import { redundancyRouter } from './routers/redundancy.ts'
import { retentionRouter } from './routers/retention.ts'
import { screensRouter } from './routers/screens.ts'
import { storesRouter } from './routers/stores.ts'
import { systemRouter } from './routers/system.ts'
import { tokensRouter } from './routers/tokens.ts'
import { updatesRouter } from './routers/updates.ts'
import { router } from './trpc.ts'

/** One line per noun. */
export const appRouter = router({
  accessReviews: accessReviewsRouter,
  account: accountRouter,
  alerts: alertsRouter,
  audit: auditRouter,
  auditReview: auditReviewRouter,
  devices: devicesRouter,
  approvers: approversRouter,
  updates: updatesRouter,
  deviceDocuments: deviceDocumentsRouter,
  deviceSettings: deviceSettingsRouter,
  firmware: firmwareRouter,
  commands: commandsRouter,
  commandGroups: commandGroupsRouter,
  configurations: configurationsRouter,
  commissioning: commissioningRouter,
  redundancy: redundancyRouter,
  evidence: evidenceRouter,
  incidents: incidentsRouter,
  inspections: inspectionsRouter,
  cardAlarms: cardAlarmsRouter,
  frame: frameRouter,
  fundsFiles: fundsFilesRouter,
  fundsMappings: fundsMappingsRouter,
  fundsPulls: fundsPullsRouter,
  funds: fundsRouter,
  keys: keysRouter,
  live: liveRouter,
  logLoss: logLossRouter,
  payments: paymentsRouter,
  people: peopleRouter,
  retention: retentionRouter,
  screens: screensRouter,
  stores: storesRouter,
  system: systemRouter,
  tokens: tokensRouter,
})
export type AppRouter = typeof appRouter
