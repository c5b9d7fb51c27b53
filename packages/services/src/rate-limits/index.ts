export { demandRate } from './demand-rate.ts'
export { networkOf } from './network-of.ts'
export { type LimitName, type RateSubject, rateLimits, subjectOf } from './rate-limits.ts'
export { clearRates, type RateLimit, type TakenRate, takeRate } from './take-rate.ts'
