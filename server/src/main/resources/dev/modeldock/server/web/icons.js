// Small drawings, in the colour of the text beside them.
import {html, svg} from '/assets/libraries.js';

const drawn = shapes => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${shapes}</svg>`;

export const icons = {
  models: drawn(svg`<path d="M10 2.500 16.500 6v8L10 17.500 3.500 14V6zM3.500 6 10 9.700 16.500 6M10 9.700v7.800"/>`),
  add: drawn(svg`<path d="M10 4v12M4 10h12"/>`),
  jobs: drawn(svg`<path d="M3 5h14M3 10h9M3 15h5"/>`),
  sources: drawn(svg`<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.500 2 2.500 12 0 14M10 3c-2.500 2-2.500 12 0 14"/>`),
  copy: drawn(svg`<rect x="7" y="7" width="9.500" height="9.500" rx="1.500"/><path d="M13 7V5a1.500 1.500 0 0 0-1.500-1.500H5A1.500 1.500 0 0 0 3.500 5v6.500A1.500 1.500 0 0 0 5 13h2"/>`),
  done: drawn(svg`<path d="m4 10.500 4 4 8-9"/>`),
  close: drawn(svg`<path d="m5 5 10 10M15 5 5 15"/>`),
  menu: drawn(svg`<path d="M3 5.500h14M3 10h14M3 14.500h14"/>`),
  light: drawn(svg`<circle cx="10" cy="10" r="3.500"/><path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.300 4.300l1.400 1.400M14.300 14.300l1.400 1.400M15.700 4.300l-1.400 1.400M5.700 14.300l-1.400 1.400"/>`),
  dark: drawn(svg`<path d="M16.500 12.200A7 7 0 0 1 7.800 3.500a7 7 0 1 0 8.700 8.700z"/>`),
  file: drawn(svg`<path d="M5 2.500h6.500L15.500 6.500v11H5zM11.500 2.500v4h4"/>`),
  down: drawn(svg`<path d="M10 3v10M5.500 9 10 13.500 14.500 9M4 17h12"/>`),
  drop: drawn(svg`<path d="M10 13V3M5.500 7.500 10 3l4.500 4.500M3.500 12v4.500h13V12"/>`),
};
