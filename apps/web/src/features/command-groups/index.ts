export { AskManyButton } from './ask-many-button.tsx'
export { GroupPage } from './group-page.tsx'
export { GroupsPage } from './groups-page.tsx'
