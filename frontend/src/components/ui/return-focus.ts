import { useState } from 'react';

/** What has the focus now; for an item of a menu, which goes when it is chosen, the button of that menu. */
function opener(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest('[role="menu"]');
  const element = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
  return element instanceof HTMLElement ? element : null;
}

/**
 * For `onCloseAutoFocus` of a dialog that state opens: the focus goes back to where it was when the dialog was made.
 * Radix itself only knows a trigger, which such a dialog does not have.
 */
export function useReturnFocus(): (event: Event) => void {
  const [from] = useState(opener);
  return (event) => {
    event.preventDefault();
    from?.focus();
  };
}
