const KEY = 'wardlight-session-ended';

/** Begins the page anew, which shows the way in at the same address, and says there why. */
export function reloadToSignIn(): void {
  try {
    window.sessionStorage.setItem(KEY, 'yes');
  } catch {
    // Without storage the way in is shown without the reason.
  }
  window.location.reload();
}

/** Whether the page began anew because a session had ended. Once only: the next look is false. */
export function takeSessionEnded(): boolean {
  try {
    const ended = window.sessionStorage.getItem(KEY) !== null;
    window.sessionStorage.removeItem(KEY);
    return ended;
  } catch {
    return false;
  }
}
