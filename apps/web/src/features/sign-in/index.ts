export { DeadLinkPage } from './dead-link-page.tsx'
export { EnrolmentPage } from './enrolment-page.tsx'
export { safeNext } from './safe-next.ts'
export { SignInPage } from './sign-in-page.tsx'
