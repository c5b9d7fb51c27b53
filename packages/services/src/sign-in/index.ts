export { accountSubject, type CountedAttempt, clearAttempts, countAttempt, LOCKOUT, takeBackAttempt } from './count-attempt.ts'
export { takeTotpStep } from './take-totp-step.ts'
