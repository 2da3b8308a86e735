// What the headers of the weights tell: a bar of the types, and a table of the tensors.
import {html, nothing, render} from '/assets/libraries.js';
import {get, modelPath, query} from '/assets/api.js';
import {bytes, short, whole} from '/assets/format.js';
import {complain, empty, framed, pager, settled, waiting} from '/assets/parts.js';
import {go} from '/assets/place.js';

export function tab(root, {model, query: asked, signal}) {
  const state = {asked, page: undefined};
  const draw = framed(() => render(page(model, state), root));
  let latest = 0;

  async function load() {
    if (!model.version) {
      return;
    }
    const mine = ++latest;
    try {
      const {search, page: number} = state.asked;
      const found = await get(`${modelPath(model.name)}/tensors${query({
        revision: model.version.commit, search, page: number, size: 100})}`, signal);
      if (mine === latest) {
        state.page = found;
        draw();
      }
    } catch (failure) {
      complain(failure);
    }
  }

  draw();
  load();
  return {
    update(next) {
      state.asked = next;
      load();
    },
  };
}

const place = model => ['models', ...model.name.split('/'), 'tensors'];
const search = settled((model, asked, text) => go(place(model), {...asked, search: text.trim(), page: ''}, {replace: true}), 250);

function percent(share) {
  return share > 0 && share < 0.1 ? '< 0.1 %' : share < 100 && share > 99.9 ? '> 99.9 %' : `${Number(share.toFixed(1))} %`;
}

function bar(dtypes) {
  const all = Object.entries(dtypes).sort((a, b) => b[1].parameters - a[1].parameters);
  const total = all.reduce((sum, [, each]) => sum + each.parameters, 0);
  if (total === 0) {
    return nothing;
  }
  const share = each => each.parameters / total * 100;
  const colour = index => `c${Math.min(index, 5) + 1}`;
  return html`<div class="stack" aria-hidden="true">${all.map(([, each], index) => html`<div class=${colour(index)}
      .style=${`flex: ${share(each)} 0 auto`}></div>`)}</div>
    <ul class="legend" aria-label="Parameters by type">${all.map(([type, each], index) => html`<li><span class="swatch ${colour(index)}"></span>
      <b>${type}</b> <span class="num">${short(each.parameters)} (${percent(share(each))})</span>
      <span class="muted num">${bytes(each.bytes)} in ${whole(each.tensors)} ${each.tensors === 1 ? 'tensor' : 'tensors'}</span></li>`)}</ul>`;
}

function page(model, {asked, page: found}) {
  if (!model.version) {
    return empty('No tensors yet', 'They come with the first version.');
  }
  if (!found) {
    return waiting(8);
  }
  if (found.files === 0) {
    return empty('No tensors to show', 'Tensors are read from safetensors and GGUF files, and this version has none of these.');
  }
  return html`${bar(found.dtypes)}
    <search><form class="filters" @submit=${event => event.preventDefault()}>
      <input type="search" aria-label="Search tensors by name" placeholder="Search tensors by name  ( / )" .value=${asked.search ?? ''}
        @input=${event => search(model, asked, event.target.value)}></form></search>
    ${found.total === 0 ? empty('No tensor is called so', 'Part of a name is enough, in any case.') : html`<table class="rows tensors">
    <thead><tr><th>Tensor</th><th>Type</th><th>Shape</th><th class="num">Parameters</th><th class="num">Bytes</th>${found.files > 1 ? html`<th>File</th>` : nothing}</tr></thead>
    <tbody>${found.items.map(each => html`<tr><td class="path"><code>${each.name}</code></td><td data-label="Type">${each.dtype}</td>
      <td class="num-left nowrap" data-label="Shape">${each.shape.length === 0 ? 'scalar' : each.shape.join(' × ')}</td>
      <td class="num" data-label="Parameters">${whole(each.parameters)}</td><td class="num" data-label="Bytes">${whole(each.bytes)}</td>
      ${found.files > 1 ? html`<td class="path muted">${each.file}</td>` : nothing}</tr>`)}</tbody></table>
    ${pager(found, place(model), asked)}`}`;
}
