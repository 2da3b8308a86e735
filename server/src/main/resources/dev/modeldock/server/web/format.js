// Numbers, sizes and times as people read them.
import {html} from '/assets/libraries.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function bytes(count) {
  if (count === undefined || count === null) {
    return '–';
  }
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export const whole = count => Number(count).toLocaleString('en-US');

/** 110 M, 7.2 B: as models are talked of. */
export function short(count) {
  for (const [size, letter] of [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']]) {
    if (count >= size) {
      const value = count / size;
      return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${letter}`;
    }
  }
  return String(count);
}

export const speed = perSecond => perSecond > 0 ? `${bytes(perSecond)}/s` : '–';

export function duration(seconds) {
  if (seconds === undefined || seconds === null || !Number.isFinite(seconds)) {
    return '–';
  }
  const all = Math.max(0, Math.round(seconds));
  if (all < 60) {
    return `${all} s`;
  }
  if (all < 3600) {
    return `${Math.floor(all / 60)} min ${String(all % 60).padStart(2, '0')} s`;
  }
  return all < 86400 * 2
    ? `${Math.floor(all / 3600)} h ${String(Math.floor(all % 3600 / 60)).padStart(2, '0')} min`
    : `${Math.floor(all / 86400)} days`;
}

function ago(seconds) {
  if (seconds < 45) {
    return 'just now';
  }
  for (const [size, word] of [[31557600, 'y'], [2629800, 'mo'], [86400, 'd'], [3600, 'h'], [60, 'min']]) {
    if (seconds >= size) {
      return `${Math.floor(seconds / size)} ${word} ago`;
    }
  }
  return '1 min ago';
}

/** How long ago, with the exact time behind it. */
export function age(instant) {
  if (!instant) {
    return '–';
  }
  const when = new Date(instant);
  return html`<time datetime=${instant} title=${when.toLocaleString()}>${ago((Date.now() - when) / 1000)}</time>`;
}

export function moment(instant) {
  return instant
    ? html`<time datetime=${instant}>${new Date(instant).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium'})}</time>`
    : '–';
}

export const commit = hash => (hash ?? '').slice(0, 10);

/** model_tag becomes Model tag. */
export function title(name) {
  const words = String(name).replace(/[_-]/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** HUGGINGFACE as it is written. */
export function source(word) {
  const known = {HUGGINGFACE: 'Hugging Face', GITHUB: 'GitHub', LOCAL: 'Local', SESSION: 'Upload', PUSH: 'Push', TAO: 'Training', ACTION: 'Action', TRAIN: 'Training'};
  return known[word] ?? title(word ?? '');
}
