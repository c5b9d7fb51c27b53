export { DeviceInspections } from './device-inspections.tsx'
export { InspectionsPage } from './inspections-page.tsx'
