import { exists, handlesContract, imports, usesContract } from './imports.mjs';

/**
 * What somebody opens, in this order, who follows a flow through the code. A step is reached from one of the files opened before:
 * by an import, by the message that it handles (`by`), or because it implements what an earlier file declares (`implements`).
 */
export const flows = {
  'one unlock': [
    { file: 'services/access/src/oslonokkelen.controller.ts' },
    { file: 'services/access/src/verify-call.ts' },
    { file: 'services/access/src/answer-execute.ts' },
    { file: 'services/access/src/unlock-door.ts' },
    { file: 'services/access/src/decide-attempt.ts' },
    { file: 'services/access/src/door-claim.store.ts' },
    { file: 'services/access/src/grant-or-refuse.ts' },
    { file: 'services/access/src/door-access.ts' },
    { file: 'libs/opening-hours/src/state-at.ts' },
    { file: 'services/access/src/domain/decide.ts' },
    { file: 'services/access/src/doors/door.ts' },
    { file: 'services/access/src/doors/mqtt-door.ts', implements: 'services/access/src/doors/door.ts' },
    { file: 'services/access/src/end-attempt.ts' },
    { file: 'services/access/src/unlock-answer.ts' },
  ],
  'one drop-off': [
    { file: 'services/dropoffs/src/scale.listener.ts' },
    { file: 'services/dropoffs/src/scale-intake.ts' },
    { file: 'services/dropoffs/src/read-ahead.ts' },
    { file: 'services/dropoffs/src/receive-scale-message.ts' },
    { file: 'libs/devices/src/readings.ts' },
    { file: 'services/dropoffs/src/record-readings.ts' },
    { file: 'services/dropoffs/src/weighing-run.ts' },
    { file: 'services/dropoffs/src/weigh-container.ts' },
    { file: 'services/dropoffs/src/book-run.ts' },
    { file: 'services/dropoffs/src/domain/weigh-visits.ts' },
    { file: 'services/dropoffs/src/domain/weigh-visit.ts' },
    { file: 'services/dropoffs/src/domain/judge-visit.ts' },
    { file: 'services/dropoffs/src/domain/bookings.ts' },
    { file: 'services/dropoffs/src/record-drop-off.ts' },
    { file: 'services/tonnage/src/drop-off.consumer.ts', by: 'DropOffRecorded' },
    { file: 'services/tonnage/src/count-drop-off.ts' },
    { file: 'services/tonnage/src/live-model.ts' },
    { file: 'services/tonnage/src/read-model.ts' },
    { file: 'services/tonnage/src/sum.store.ts' },
  ],
  'one change of hours': [
    { file: 'services/portal/src/api/opening-hours.controller.ts' },
    { file: 'services/stations/src/hours/hours.responder.ts', by: 'ChangeOpeningHours' },
    { file: 'services/stations/src/hours/change-opening-hours.ts' },
    { file: 'services/stations/src/domain/with-hours.ts' },
    { file: 'services/stations/src/hours/save-hours.ts' },
    { file: 'services/stations/src/domain/hours-warnings.ts' },
    { file: 'services/stations/src/record-change.ts' },
    { file: 'services/access/src/station.consumer.ts', by: 'StationChanged' },
    { file: 'services/access/src/keep-station.ts' },
  ],
};

/** @returns {string[]} what no longer holds: a file that is gone, a step that no earlier file leads to */
export function flowFaults(steps) {
  return steps.flatMap((step, index) => {
    if (!exists(step.file)) return [`${step.file} does not exist`];
    if (index === 0) return [];
    const before = steps.slice(0, index).map(({ file }) => file);
    if (before.some((earlier) => exists(earlier) && leadsTo(earlier, step))) return [];
    const how = step.by ?? step.implements ?? 'an import';
    return [`no earlier file leads to ${step.file} by ${how}`];
  });
}

function leadsTo(earlier, { file, by, implements: declared }) {
  if (by) return usesContract(earlier, by) && handlesContract(file, by);
  if (declared) return earlier === declared && imports(file, declared);
  return imports(earlier, file);
}

/** @returns {number} steps for which the reader goes back to a file before the last one */
export const stepsBack = (steps) =>
  steps.filter((step, index) => index > 0 && !leadsTo(steps[index - 1].file, step)).length;
