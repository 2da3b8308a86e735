// Pieces that several views are made of.
import {html, nothing} from '/assets/libraries.js';
import {icons} from '/assets/icons.js';
import {whole} from '/assets/format.js';
import {link} from '/assets/place.js';

/** Tell of a failure in the bar on top; what was only given up is none. */
export function complain(failure) {
  if (failure?.name === 'AbortError' || failure?.status === 401) {
    return;
  }
  window.dispatchEvent(new CustomEvent('modeldock:say', {detail: {kind: 'error', sentence: failure?.message ?? String(failure)}}));
}

/** Tell of a success in the bar on top. */
export function announce(sentence) {
  window.dispatchEvent(new CustomEvent('modeldock:say', {detail: {kind: 'done', sentence}}));
}

/** Run something that may fail, and tell so. */
export const trying = work => async event => {
  event?.preventDefault?.();
  try {
    await work(event);
  } catch (failure) {
    complain(failure);
  }
};

async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Without TLS, away from this machine, browsers have no clipboard but this one.
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'off-screen';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** A button that copies a text. */
export function copyButton(text, label) {
  const copy = trying(async event => {
    const button = event.currentTarget;
    await copyText(text);
    button.classList.add('copied');
    button.querySelector('.said').textContent = 'copied';
    setTimeout(() => {
      button.classList.remove('copied');
      button.querySelector('.said').textContent = '';
    }, 1500);
  });
  return html`<button type="button" class="copy quiet" title=${label} aria-label=${label} @click=${copy}>
    <span class="idle">${icons.copy}</span><span class="after">${icons.done}</span><span class="said off-screen" role="status"></span>
  </button>`;
}

/** Lines to paste into a terminal. */
export function lines(text, what) {
  return html`<div class="paste"><pre tabindex="0" aria-label=${what}><code>${text}</code></pre>${copyButton(text, `Copy: ${what}`)}</div>`;
}

/** Where there is nothing yet: what that means and what to do next. */
export function empty(heading, sentence, after = nothing) {
  return html`<div class="empty"><h2>${heading}</h2><p>${sentence}</p>${after}</div>`;
}

export const badge = (text, kind = '') => html`<span class="badge ${kind}">${text}</span>`;

/** Names and values, one under the other. */
export function facts(pairs) {
  return html`<dl class="facts">${pairs
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** How far something is; {@code percent} of 0 to 100. */
export function progress(percent, label, kind = '') {
  return html`<div class="progress ${kind}" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100"
    aria-valuenow=${Math.round(percent)}><div .style=${`width: ${Math.max(0, Math.min(100, percent))}%`}></div></div>`;
}

/** The way through the pages of a list. */
export function pager({page, size, total}, parts, query) {
  const last = Math.max(1, Math.ceil(total / size));
  const first = total === 0 ? 0 : (page - 1) * size + 1;
  const to = number => link(parts, {...query, page: number === 1 ? '' : number});
  const step = (number, word, enabled) => enabled
    ? html`<a class="button quiet" href=${to(number)} rel=${word === 'Next' ? 'next' : 'prev'}>${word}</a>`
    : html`<span class="button quiet off" aria-disabled="true">${word}</span>`;
  return html`<nav class="pager" aria-label="Pages">
    <span class="muted num">${whole(first)}–${whole(Math.min(total, page * size))} of ${whole(total)}</span>
    ${last > 1 ? html`${step(page - 1, 'Previous', page > 1)}${step(page + 1, 'Next', page < last)}` : nothing}
  </nav>`;
}

/** Rows that are on their way: the room that they will take. */
export function waiting(rows = 6) {
  return html`<div class="waiting" role="status" aria-label="Loading">${Array.from({length: rows}, () => html`<div></div>`)}</div>`;
}

/** Call at most once a frame. */
export function framed(draw) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
}

/** Call once nothing more comes for a while. */
export function settled(work, millis) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), millis);
  };
}
