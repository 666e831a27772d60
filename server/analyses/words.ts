// The words and numbers of sentences: plain, with units, intervals in brackets with an en dash.

/** 12345 as '12,345'. */
export function count(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A share of 1 as '33 %'; under 1 % with one decimal. */
export function percent(share: number): string {
  return `${percentNumber(share)} %`;
}

/** A share with its interval: '33 % (32–34 %)'. */
export function percentWithInterval(share: number, lower: number, upper: number): string {
  return `${percent(share)} (${percentNumber(lower)}–${percent(upper)})`;
}

/** '2018-10' as 'Oct 2018'. */
export function monthInWords(month: string): string {
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${names[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
}

/** Three significant digits without an exponent: '812', '4.07'. */
export function threeDigits(value: number): string {
  if (value === 0) return '0';
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return count(Number(value.toFixed(decimals)));
}

/** 1 cell, 2 cells. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 'A', 'A and B', 'A, B and C'. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

function percentNumber(share: number): string {
  const value = share * 100;
  if (value === 0) return '0';
  return value < 1 ? value.toFixed(1) : value.toFixed(0);
}
