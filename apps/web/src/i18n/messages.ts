import accessEn from '../../messages/en/access.json'
import accessReviewsEn from '../../messages/en/access-reviews.json'
import accountEn from '../../messages/en/account.json'
import alertsEn from '../../messages/en/alerts.json'
import approversEn from '../../messages/en/approvers.json'
import auditEn from '../../messages/en/audit.json'
import auditReviewEn from '../../messages/en/audit-review.json'
import breakGlassEn from '../../messages/en/break-glass.json'
import cardAlarmsEn from '../../messages/en/card-alarms.json'
import commandGroupsEn from '../../messages/en/command-groups.json'
import commandsEn from '../../messages/en/commands.json'
import commissioningEn from '../../messages/en/commissioning.json'
import commonEn from '../../messages/en/common.json'
import deviceDocumentsEn from '../../messages/en/device-documents.json'
import deviceSettingsEn from '../../messages/en/device-settings.json'
import devicesEn from '../../messages/en/devices.json'
import evidenceEn from '../../messages/en/evidence.json'
import factorsEn from '../../messages/en/factors.json'
import frameEn from '../../messages/en/frame.json'
import fundsEn from '../../messages/en/funds.json'
import fundsFilesEn from '../../messages/en/funds-files.json'
import fundsMappingsEn from '../../messages/en/funds-mappings.json'
import fundsPullsEn from '../../messages/en/funds-pulls.json'
import healthEn from '../../messages/en/health.json'
import inspectionsEn from '../../messages/en/inspections.json'
import keysEn from '../../messages/en/keys.json'
import liveEn from '../../messages/en/live.json'
import logLossEn from '../../messages/en/log-loss.json'
import paymentsEn from '../../messages/en/payments.json'
import peopleEn from '../../messages/en/people.json'
import presenceEn from '../../messages/en/presence.json'
import reachEn from '../../messages/en/reach.json'
import redundancyEn from '../../messages/en/redundancy.json'
import refusalsEn from '../../messages/en/refusals.json'
import retentionEn from '../../messages/en/retention.json'
import screensEn from '../../messages/en/screens.json'
import setupEn from '../../messages/en/setup.json'
import signInEn from '../../messages/en/sign-in.json'
import statusEn from '../../messages/en/status.json'
import storesEn from '../../messages/en/stores.json'
import systemEn from '../../messages/en/system.json'
import tokensEn from '../../messages/en/tokens.json'
import updatesEn from '../../messages/en/updates.json'
import wallEn from '../../messages/en/wall.json'
import accessZh from '../../messages/zh/access.json'
import accessReviewsZh from '../../messages/zh/access-reviews.json'
import accountZh from '../../messages/zh/account.json'
import alertsZh from '../../messages/zh/alerts.json'
import approversZh from '../../messages/zh/approvers.json'
import auditZh from '../../messages/zh/audit.json'
import auditReviewZh from '../../messages/zh/audit-review.json'
import breakGlassZh from '../../messages/zh/break-glass.json'
import cardAlarmsZh from '../../messages/zh/card-alarms.json'
import commandGroupsZh from '../../messages/zh/command-groups.json'
import commandsZh from '../../messages/zh/commands.json'
import commissioningZh from '../../messages/zh/commissioning.json'
import commonZh from '../../messages/zh/common.json'
import deviceDocumentsZh from '../../messages/zh/device-documents.json'
import deviceSettingsZh from '../../messages/zh/device-settings.json'
import devicesZh from '../../messages/zh/devices.json'
import evidenceZh from '../../messages/zh/evidence.json'
import factorsZh from '../../messages/zh/factors.json'
import frameZh from '../../messages/zh/frame.json'
import fundsZh from '../../messages/zh/funds.json'
import fundsFilesZh from '../../messages/zh/funds-files.json'
import fundsMappingsZh from '../../messages/zh/funds-mappings.json'
import fundsPullsZh from '../../messages/zh/funds-pulls.json'
import healthZh from '../../messages/zh/health.json'
import inspectionsZh from '../../messages/zh/inspections.json'
import keysZh from '../../messages/zh/keys.json'
import liveZh from '../../messages/zh/live.json'
import logLossZh from '../../messages/zh/log-loss.json'
import paymentsZh from '../../messages/zh/payments.json'
import peopleZh from '../../messages/zh/people.json'
import presenceZh from '../../messages/zh/presence.json'
import reachZh from '../../messages/zh/reach.json'
import redundancyZh from '../../messages/zh/redundancy.json'
import refusalsZh from '../../messages/zh/refusals.json'
import retentionZh from '../../messages/zh/retention.json'
import screensZh from '../../messages/zh/screens.json'
import setupZh from '../../messages/zh/setup.json'
import signInZh from '../../messages/zh/sign-in.json'
import statusZh from '../../messages/zh/status.json'
import storesZh from '../../messages/zh/stores.json'
import systemZh from '../../messages/zh/system.json'
import tokensZh from '../../messages/zh/tokens.json'
import updatesZh from '../../messages/zh/updates.json'
import wallZh from '../../messages/zh/wall.json'
import type { Locale } from './locales.ts'

const en = {
  access: accessEn,
  accessReviews: accessReviewsEn,
  account: accountEn,
  audit: auditEn,
  auditReview: auditReviewEn,
  breakGlass: breakGlassEn,
  cardAlarms: cardAlarmsEn,
  commandGroups: commandGroupsEn,
  commands: commandsEn,
  common: commonEn,
  people: peopleEn,
  devices: devicesEn,
  deviceDocuments: deviceDocumentsEn,
  deviceSettings: deviceSettingsEn,
  evidence: evidenceEn,
  factors: factorsEn,
  frame: frameEn,
  funds: fundsEn,
  setup: setupEn,
  signIn: signInEn,
  fundsFiles: fundsFilesEn,
  fundsMappings: fundsMappingsEn,
  fundsPulls: fundsPullsEn,
  approvers: approversEn,
  alerts: alertsEn,
  commissioning: commissioningEn,
  redundancy: redundancyEn,
  updates: updatesEn,
  health: healthEn,
  inspections: inspectionsEn,
  keys: keysEn,
  live: liveEn,
  logLoss: logLossEn,
  payments: paymentsEn,
  presence: presenceEn,
  status: statusEn,
  stores: storesEn,
  system: systemEn,
  reach: reachEn,
  refusals: refusalsEn,
  retention: retentionEn,
  screens: screensEn,
  tokens: tokensEn,
  wall: wallEn,
}
const zh = {
  access: accessZh,
  accessReviews: accessReviewsZh,
  account: accountZh,
  audit: auditZh,
  auditReview: auditReviewZh,
  breakGlass: breakGlassZh,
  cardAlarms: cardAlarmsZh,
  commandGroups: commandGroupsZh,
  commands: commandsZh,
  common: commonZh,
  people: peopleZh,
  devices: devicesZh,
  deviceDocuments: deviceDocumentsZh,
  deviceSettings: deviceSettingsZh,
  evidence: evidenceZh,
  factors: factorsZh,
  frame: frameZh,
  funds: fundsZh,
  setup: setupZh,
  signIn: signInZh,
  fundsFiles: fundsFilesZh,
  fundsMappings: fundsMappingsZh,
  fundsPulls: fundsPullsZh,
  approvers: approversZh,
  alerts: alertsZh,
  commissioning: commissioningZh,
  redundancy: redundancyZh,
  updates: updatesZh,
  health: healthZh,
  inspections: inspectionsZh,
  keys: keysZh,
  live: liveZh,
  logLoss: logLossZh,
  payments: paymentsZh,
  presence: presenceZh,
  status: statusZh,
  stores: storesZh,
  system: systemZh,
  reach: reachZh,
  refusals: refusalsZh,
  retention: retentionZh,
  screens: screensZh,
  tokens: tokensZh,
  wall: wallZh,
}

/** English decides the keys; the other languages must have the same (the compiler and a test both look). */
export type Messages = typeof en
export const messages: Readonly<Record<Locale, Messages>> = { en, zh }
