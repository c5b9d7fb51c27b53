export { ApproversPage } from './approvers-page.tsx'
