/** Where the panel fills the screen, it fills what the keyboard of a phone leaves of it. */
export function fitToScreen(place: HTMLElement, signal: AbortSignal): void {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    // Somebody who has zoomed in looks at a part of it.
    const whole = view.scale <= 1.01;
    place.style.setProperty('--visible-height', whole ? `${view.height}px` : '');
    place.style.setProperty('--visible-top', whole ? `${view.offsetTop}px` : '');
  };
  fit();
  view.addEventListener('resize', fit, { signal });
  view.addEventListener('scroll', fit, { signal });
}
