import type { WidgetConfig } from './widget-api.js';

const ICONS = {
  chat: 'M4 5h16v11H9l-5 4z',
  question: 'M9 9a3 3 0 1 1 4.2 2.7c-.9.4-1.2 1-1.2 2.1M12 17.5v.01M12 21a9 9 0 1 0-9-9 9 9 0 0 0 9 9z',
  spark: 'M12 3l1.9 5.6L19.5 10.5l-5.6 1.9L12 18l-1.9-5.6L4.5 10.5l5.6-1.9zM19 16v4M17 18h4',
};

/** The round button at the edge of the page. */
export function createLauncher(
  label: string,
  icon: WidgetConfig['theme']['launcherIcon'],
): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-label', label);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const [className, shape] of [
    ['shut', ICONS[icon] ?? ICONS.chat],
    ['cross', 'M6 6l12 12M18 6L6 18'],
  ]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', className);
    path.setAttribute('d', shape);
    svg.append(path);
  }
  button.append(svg);
  return button;
}

/** Black or white, whichever is easier to read on the colour (WCAG's relative luminance). */
export function readableOn(hex: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#111111';
}
