/** Something a person can mend: printed as it is, without a stack. */
export class Fault extends Error {
  name = 'Fault';
}
