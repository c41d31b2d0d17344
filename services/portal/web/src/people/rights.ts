const ROLES: Record<string, string> = { staff: 'Ansatt', operator: 'Driftsansvarlig', admin: 'Administrator' };

const OF_STAFF = [
  'Stenge og åpne stasjonene dine, og endre åpningstidene deres',
  'Føre og rette kilo og aktiviteter',
  'Se alarmer, dører og vekter, lage nøkler til enheter og kalibrere vekter',
];
const OF_OPERATORS = [
  'Se alle tall nøyaktig, hver rad i vektboken og hvert forsøk på å åpne',
  'Se hvem som har endret hva, og hvem som har logget inn',
  'Endre hva en stasjon er: containere, dører og vekter',
];

/** `Ansatt, Driftsansvarlig`; a role that we have no word for keeps its own. */
export function roleNames(roles: readonly string[]): string {
  return roles.map((role) => ROLES[role] ?? role).join(', ') || 'Ingen rolle';
}

/** What somebody with these roles may do, as whole sentences; operators may all that staff may, administrators all. */
export function rightsOf(roles: readonly string[]): string[] {
  const isOperator = roles.includes('operator') || roles.includes('admin');
  if (isOperator) return [...OF_STAFF, ...OF_OPERATORS];
  return roles.includes('staff') ? OF_STAFF : [];
}

/** `Alle stasjoner`, or their names. */
export function stationNames(ids: readonly string[], known: readonly { id: string; name: string }[]): string {
  if (ids.includes('*')) return 'Alle stasjoner';
  return ids.map((id) => known.find((station) => station.id === id)?.name ?? id).join(', ') || 'Ingen stasjon';
}
