/** Where no frame comes, as in a page that nobody looks at, what waits for one goes on after this time, milliseconds. */
const NO_FRAME_MS = 100;

/**
 * Runs something as soon as the next frame is on its way to the screen, so that its work does not hold the frame up.
 *
 * @returns what calls it off
 */
export function afterFrame(run: () => void): () => void {
  let then: ReturnType<typeof setTimeout> | undefined;
  const finish = () => {
    stop();
    run();
  };
  const frame = requestAnimationFrame(() => {
    // The frame is made when this returns.
    then = setTimeout(finish, 0);
  });
  const noFrame = setTimeout(finish, NO_FRAME_MS);
  const stop = () => {
    cancelAnimationFrame(frame);
    clearTimeout(then);
    clearTimeout(noFrame);
  };
  return stop;
}
