export { InspectionPhone } from './inspection-phone.tsx'
