/** 1 and 'area' as '1 area', 1107 as '1,107 areas'. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
