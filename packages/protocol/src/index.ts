export * from './agent-commands.ts'
export * from './agent-configuration.ts'
export * from './agent-events.ts'
export * from './agent-http.ts'
export * from './agent-link.ts'
export * from './approvers.ts'
export * from './card-fingerprints.ts'
export { cutCardNumbers, type FoundCardNumber, findCardNumbers, truncateCardNumber } from './card-numbers.ts'
export { EVENT_FIELDS, NOT_UNDERSTOOD_FIELDS } from './card-numbers-events.ts'
export {
  cutFields,
  type FieldClass,
  type FieldTable,
  type FoundInField,
  onlyFreeFields,
  scanFields,
} from './card-numbers-fields.ts'
export { hideFirstDigits, hideFirstDigitsInHex } from './card-numbers-hide.ts'
export { mayHoldCardNumber } from './card-numbers-runs.ts'
export * from './enrolment.ts'
export * from './event-classes.ts'
export * from './live.ts'
export * from './log-witness.ts'
export * from './payment-values.ts'
export { redactLogLine } from './redact-log-line.ts'
export * from './rollouts.ts'
export * from './values.ts'
export * from './version.ts'
