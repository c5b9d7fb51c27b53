export { HealthSection } from './health-section.tsx'
export { UnwellSection } from './unwell-section.tsx'
export { useKnownTitle } from './use-known-title.ts'
