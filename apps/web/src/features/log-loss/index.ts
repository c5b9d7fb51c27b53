export { LogLossNotice } from './log-loss-notice.tsx'
