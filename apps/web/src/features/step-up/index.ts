export { StepUp } from './step-up.tsx'
export { useFreshFactor } from './use-fresh-factor.ts'
