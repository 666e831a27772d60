import { change, param } from './address.ts';

/** Weights of harm and whether only what victims report is weighed, as the address says. */
export function harmChoice(): Record<string, string | undefined> {
  return {
    weights: param('weights') || undefined,
    victimReportedOnly: param('victim') === '1' ? 'true' : undefined,
  };
}

/** The switch for harm: only what victims report. */
export function VictimReportedTick() {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={param('victim') === '1'}
        onChange={(event) => change({ victim: event.currentTarget.checked ? '1' : '' })}
      />
      <span>Victim-reported only</span>
    </label>
  );
}
