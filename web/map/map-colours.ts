/** The quiet ground under the figures. Lines stay at 3:1 against the land. */
export const GROUND = {
  sea: '#dce6ec',
  contextLand: '#ecebe6',
  contextLine: '#cfccc3',
  land: '#f8f6f1',
  wardLine: '#77808b',
  outline: '#3d4752',
  dimmed: '#eceae4',
  selection: '#0b0c0c',
  label: '#26303a',
  labelHalo: '#ffffff',
} as const;
