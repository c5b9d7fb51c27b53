export { DatabaseAway } from './database-away.tsx'
export { DegradedNotice } from './degraded-notice.tsx'
export { FailedPage, type FailedPageProps } from './failed-page.tsx'
export { SignedInFrame } from './signed-in-frame.tsx'
