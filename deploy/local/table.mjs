import { addressOf } from './urls.mjs';

/** What a person needs once everything runs: addresses, log-ins, folder, and what is missing. */
export function readyTable({ settings, ports, dataDir }) {
  const base = (name) => `http://${addressOf(settings.host)}:${ports[name]}`;
  const rows = [
    ['Portal', base('portal')],
    settings.simulator && ['Simulator', base('simulator')],
    ['API documentation', `${base('portal')}/api/docs`],
    ['Oslonøkkelen adapter', `${base('access')}/oslonokkelen`],
    settings.demoSignIn && ['Log in as staff', 'staff / demo'],
    settings.demoSignIn && ['Log in as operator', 'operator / demo'],
    ['Data folder', dataDir],
    !settings.backendKnown && ['Note', 'OSLONOKKELEN_BACKEND_URL is not set: no key opens a door until it is'],
    ports.mqtt && settings.host !== '127.0.0.1' && ['Note', 'the embedded MQTT broker is for this machine only'],
  ].filter(Boolean);
  const width = Math.max(...rows.map(([label]) => label.length));
  return ['', ...rows.map(([label, value]) => `  ${label.padEnd(width)}   ${value}`), ''];
}
