export { CloseIncidentInput, closeIncident } from './close-incident.ts'
export { type Incident, listIncidents } from './list-incidents.ts'
export { type Begun, type IncidentKind, incidentKinds, openIncidents } from './open-incidents.ts'
export { STOPPED_AFTER_MS, watchLog } from './watch-log.ts'
