import { flowFaults, flows } from './flows.mjs';

test.each(Object.entries(flows))('%s can be followed from file to file', (_, steps) => {
  expect(flowFaults(steps)).toEqual([]);
});

test('a file that is gone, an import that is gone and a handler that is gone are told', () => {
  const responder = 'services/stations/src/station.responder.ts';
  const steps = [
    { file: 'services/access/src/oslonokkelen.controller.ts' },
    { file: 'services/access/src/nowhere.ts' },
    { file: 'services/access/src/domain/decide.ts' },
    { file: responder, by: 'DropOffRecorded' },
    { file: 'services/access/src/doors/mqtt-door.ts', implements: responder },
  ];
  expect(flowFaults(steps)).toEqual([
    'services/access/src/nowhere.ts does not exist',
    'no earlier file leads to services/access/src/domain/decide.ts by an import',
    `no earlier file leads to ${responder} by DropOffRecorded`,
    `no earlier file leads to services/access/src/doors/mqtt-door.ts by ${responder}`,
  ]);
});
