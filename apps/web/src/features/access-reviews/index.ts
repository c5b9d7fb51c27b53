export { AccessReviewPage } from './access-review-page.tsx'
export { AccessReviewsPage } from './access-reviews-page.tsx'
export { DueNotice } from './due-notice.tsx'
