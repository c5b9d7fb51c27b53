export { PullTroubles } from './pull-troubles.tsx'
export { PullsPage } from './pulls-page.tsx'
