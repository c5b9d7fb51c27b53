import accessEn from '../../messages/en/access.json' with { type: 'json' }
import accessReviewsEn from '../../messages/en/access-reviews.json' with { type: 'json' }
import accountEn from '../../messages/en/account.json' with { type: 'json' }
import auditEn from '../../messages/en/audit.json' with { type: 'json' }
import auditReviewEn from '../../messages/en/audit-review.json' with { type: 'json' }
import breakGlassEn from '../../messages/en/break-glass.json' with { type: 'json' }
import cardAlarmsEn from '../../messages/en/card-alarms.json' with { type: 'json' }
import commonEn from '../../messages/en/common.json' with { type: 'json' }
import evidenceEn from '../../messages/en/evidence.json' with { type: 'json' }
import factorsEn from '../../messages/en/factors.json' with { type: 'json' }
import frameEn from '../../messages/en/frame.json' with { type: 'json' }
import fundsEn from '../../messages/en/funds.json' with { type: 'json' }
import fundsFilesEn from '../../messages/en/funds-files.json' with { type: 'json' }
import fundsMappingsEn from '../../messages/en/funds-mappings.json' with { type: 'json' }
import keysEn from '../../messages/en/keys.json' with { type: 'json' }
import liveEn from '../../messages/en/live.json' with { type: 'json' }
import logLossEn from '../../messages/en/log-loss.json' with { type: 'json' }
import paymentsEn from '../../messages/en/payments.json' with { type: 'json' }
import peopleEn from '../../messages/en/people.json' with { type: 'json' }
import presenceEn from '../../messages/en/presence.json' with { type: 'json' }
import reachEn from '../../messages/en/reach.json' with { type: 'json' }
import screensEn from '../../messages/en/screens.json' with { type: 'json' }
import setupEn from '../../messages/en/setup.json' with { type: 'json' }
import signInEn from '../../messages/en/sign-in.json' with { type: 'json' }
import statusEn from '../../messages/en/status.json' with { type: 'json' }
import storesEn from '../../messages/en/stores.json' with { type: 'json' }
import tokensEn from '../../messages/en/tokens.json' with { type: 'json' }
import wallEn from '../../messages/en/wall.json' with { type: 'json' }
import accessZh from '../../messages/zh/access.json' with { type: 'json' }
import accessReviewsZh from '../../messages/zh/access-reviews.json' with { type: 'json' }
import accountZh from '../../messages/zh/account.json' with { type: 'json' }
import auditZh from '../../messages/zh/audit.json' with { type: 'json' }
import auditReviewZh from '../../messages/zh/audit-review.json' with { type: 'json' }
import breakGlassZh from '../../messages/zh/break-glass.json' with { type: 'json' }
import cardAlarmsZh from '../../messages/zh/card-alarms.json' with { type: 'json' }
import commonZh from '../../messages/zh/common.json' with { type: 'json' }
import evidenceZh from '../../messages/zh/evidence.json' with { type: 'json' }
import factorsZh from '../../messages/zh/factors.json' with { type: 'json' }
import frameZh from '../../messages/zh/frame.json' with { type: 'json' }
import fundsZh from '../../messages/zh/funds.json' with { type: 'json' }
import fundsFilesZh from '../../messages/zh/funds-files.json' with { type: 'json' }
import fundsMappingsZh from '../../messages/zh/funds-mappings.json' with { type: 'json' }
import keysZh from '../../messages/zh/keys.json' with { type: 'json' }
import liveZh from '../../messages/zh/live.json' with { type: 'json' }
import logLossZh from '../../messages/zh/log-loss.json' with { type: 'json' }
import paymentsZh from '../../messages/zh/payments.json' with { type: 'json' }
import peopleZh from '../../messages/zh/people.json' with { type: 'json' }
import presenceZh from '../../messages/zh/presence.json' with { type: 'json' }
import reachZh from '../../messages/zh/reach.json' with { type: 'json' }
import screensZh from '../../messages/zh/screens.json' with { type: 'json' }
import setupZh from '../../messages/zh/setup.json' with { type: 'json' }
import signInZh from '../../messages/zh/sign-in.json' with { type: 'json' }
import statusZh from '../../messages/zh/status.json' with { type: 'json' }
import storesZh from '../../messages/zh/stores.json' with { type: 'json' }
import tokensZh from '../../messages/zh/tokens.json' with { type: 'json' }
import wallZh from '../../messages/zh/wall.json' with { type: 'json' }
import type { Locale } from './locales.ts'

const en = {
  access: accessEn,
  accessReviews: accessReviewsEn,
  account: accountEn,
  audit: auditEn,
  auditReview: auditReviewEn,
  breakGlass: breakGlassEn,
  cardAlarms: cardAlarmsEn,
  common: commonEn,
  people: peopleEn,
  evidence: evidenceEn,
  factors: factorsEn,
  frame: frameEn,
  funds: fundsEn,
  setup: setupEn,
  signIn: signInEn,
  fundsFiles: fundsFilesEn,
  fundsMappings: fundsMappingsEn,
  keys: keysEn,
  live: liveEn,
  logLoss: logLossEn,
  payments: paymentsEn,
  presence: presenceEn,
  status: statusEn,
  stores: storesEn,
  reach: reachEn,
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
  common: commonZh,
  people: peopleZh,
  evidence: evidenceZh,
  factors: factorsZh,
  frame: frameZh,
  funds: fundsZh,
  setup: setupZh,
  signIn: signInZh,
  fundsFiles: fundsFilesZh,
  fundsMappings: fundsMappingsZh,
  keys: keysZh,
  live: liveZh,
  logLoss: logLossZh,
  payments: paymentsZh,
  presence: presenceZh,
  status: statusZh,
  stores: storesZh,
  reach: reachZh,
  screens: screensZh,
  tokens: tokensZh,
  wall: wallZh,
}

/** English decides the keys; the other languages must have the same (the compiler and a test both look). */
export type Messages = typeof en
export const messages: Readonly<Record<Locale, Messages>> = { en, zh }
