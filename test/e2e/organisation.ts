import { CHANNELS, GROUPS, PEOPLE } from '../../playground/slack/seed.js';

/** Two teams with blocks of working hours, a category for each and a confidential one. */
export const ORGANISATION = `
hours: { zone: Europe/London, mon-fri: "09:00-12:30, 13:30-17:30" }
teams:
  billing:
    name: Billing
    place: { slack: ${CHANNELS.billing} }
    group: ${GROUPS.billing}
    members:
      - { name: Ben Baker, email: ben.baker@playground.example, slack: ${PEOPLE.ben} }
      - { name: Cleo Clarke, email: cleo.clarke@playground.example, slack: ${PEOPLE.cleo} }
    lead: { name: Lena Lead, email: lena.lead@playground.example, slack: ${PEOPLE.lena} }
  repairs:
    name: Repairs
    place: { slack: ${CHANNELS.repairs} }
    members:
      - { name: Dev Desai, email: dev.desai@playground.example, slack: ${PEOPLE.dev} }
    lead: { name: Rita Reyes, email: rita.reyes@playground.example, slack: ${PEOPLE.rita} }
categories:
  wrong-bill: { name: A wrong bill, team: billing }
  late-repair: { name: A late repair, team: repairs }
  staff-conduct: { name: Conduct of staff, team: billing, confidential: true }
officers:
  - { name: Omar Officer, email: omar.officer@playground.example, slack: ${PEOPLE.omar} }
ops: { slack: ${CHANNELS.ops} }
`;
