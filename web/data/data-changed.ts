let changed = false;

/** What is held is another now: the map and every page beside it were made of what was. */
export function dataHasChanged(): void {
  changed = true;
}

/** On the way out of the Data page: begin anew where the data changed, so that nothing of the old is shown. */
export function beginAnewIfChanged(): void {
  if (changed) location.reload();
}
