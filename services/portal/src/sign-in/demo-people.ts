import { type Author } from '@selvbetjent/contracts';

/** Everyone's, people's and clients'. */
export const DEMO_PASSWORD = 'demo';

/** People by user name; the clients `demo-<user name>` get the same rights by client_credentials. */
export const DEMO_PEOPLE: Record<string, Author> = {
  staff: { subject: 'demo-staff', name: 'Kari Kundeveileder', roles: ['staff'], stations: ['*'] },
  operator: { subject: 'demo-operator', name: 'Ola Operatør', roles: ['operator'], stations: ['*'] },
};

/** @returns who has this user name, however it is written, or null. */
export function demoPerson(userName: string): Author | null {
  const name = userName.trim().toLowerCase();
  return Object.hasOwn(DEMO_PEOPLE, name) ? (DEMO_PEOPLE[name] ?? null) : null;
}
