// The files of a version, a hundred at a time, each with its hash and what a scan of it has found.
import {html, nothing, render} from '/assets/libraries.js';
import {get, modelPath, path, query} from '/assets/api.js';
import {bytes} from '/assets/format.js';
import {badge, complain, copyButton, empty, framed, pager, waiting} from '/assets/parts.js';

export function tab(root, {model, query: asked, signal}) {
  const state = {asked, page: undefined};
  const draw = framed(() => render(page(model, state), root));

  async function load() {
    if (!model.version) {
      return;
    }
    try {
      state.page = await get(`${modelPath(model.name)}/files${query({
        revision: model.version.commit, page: state.asked.page, size: 100})}`, signal);
      draw();
    } catch (failure) {
      complain(failure);
    }
  }

  draw();
  load();
  return {
    update(next) {
      const moved = next.page !== state.asked.page;
      state.asked = next;
      moved ? load() : draw();
    },
  };
}

const LEVELS = {dangerous: 'bad', suspicious: 'warn', innocuous: 'good'};

function scan(found) {
  const level = String(found?.level ?? '').toLowerCase();
  return found ? badge(`pickle: ${level || 'scanned'}`, LEVELS[level] ?? 'warn') : nothing;
}

function page(model, {asked, page: found}) {
  if (!model.version) {
    return empty('No files yet', 'They come with the first version.');
  }
  if (!found) {
    return waiting(8);
  }
  const parts = ['models', ...model.name.split('/'), 'files'];
  return html`<table class="rows files">
    <thead><tr><th>Path</th><th class="num">Size</th><th class="tight">SHA-256</th></tr></thead>
    <tbody>${found.items.map(file => html`<tr>
      <td class="path"><a href=${`${modelPath(model.name)}/files/${path(...file.path.split('/'))}${query({revision: model.version.commit})}`}
        download>${file.path}</a> ${scan(file.pickleScan)}</td>
      <td class="num" data-label="Size">${bytes(file.size)}</td>
      <td class="tight"><code title=${file.sha256}>${file.sha256.slice(0, 16)}…</code>${copyButton(file.sha256, `Copy the SHA-256 of ${file.path}`)}</td>
    </tr>`)}</tbody></table>${pager(found, parts, asked)}`;
}
