export { BreakGlassNotice } from './break-glass-notice.tsx'
