/** A coordinate as suppliers of health data give it: to the nearest 100 m, in metres. */
export function toHundredM(metres: number): string {
  return String(100 * Math.round(metres / 100));
}
