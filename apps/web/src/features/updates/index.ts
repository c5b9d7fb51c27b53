export { UpdatesPage } from './updates-page.tsx'
