export { ReplicaNotice } from './replica-notice.tsx'
export { SignedInFrame } from './signed-in-frame.tsx'
