// The card as people read it, and the facts as the files tell them.
import {html, nothing, render} from '/assets/libraries.js';
import {get, modelPath, path, query, text} from '/assets/api.js';
import {cardOf} from '/assets/card.js';
import {bytes, short, source, title, whole} from '/assets/format.js';
import {badge, complain, empty, facts, framed, waiting} from '/assets/parts.js';
import {link} from '/assets/place.js';

const MOST = 1 << 20;
const KNOWN = new Set(['dtypes', 'parameters', 'totalTensorBytes', 'tensorCount', 'license', 'tags', 'languages', 'notes']);

export function tab(root, {model, signal}) {
  const state = {card: undefined, cut: false};
  const draw = framed(() => render(page(model, state), root));

  async function load() {
    const revision = model.version.commit;
    const listed = await get(`${modelPath(model.name)}/files${query({revision, size: 100})}`, signal);
    const known = listed.total <= 100 ? new Set(listed.items.map(each => each.path)) : undefined;
    const read = await text(`${modelPath(model.name)}/files/${path(model.card)}${query({revision})}`, MOST, signal);
    state.card = await cardOf(read.text, {name: model.name, commit: revision, known});
    state.cut = read.cut;
    state.element = document.createElement('div');
    state.element.append(state.card);
    draw();
  }

  draw();
  if (model.card) {
    load().catch(complain);
  }
  return {update() {}};
}

function page(model, state) {
  return html`<div class="card-layout">
    <section aria-label="Model card">${model.card
      ? html`<div class="panel card">${state.element ?? waiting(5)}${state.cut ? html`<p class="muted">The card goes on;
          <a href=${`${modelPath(model.name)}/files/${model.card}`}>download all of it</a>.</p>` : nothing}</div>`
      : empty('No card', 'The model brings no README.md. Its files and tensors tell what it is.')}</section>
    <aside class="panel" aria-label="Facts"><h2>Facts</h2>${aside(model)}</aside></div>`;
}

function list(value) {
  return Array.isArray(value) ? value.join(', ') : value;
}

function aside({name, version, aliases, source: from, owner}) {
  if (!version) {
    return facts([['Owner', owner], ['Source', source(from)]]);
  }
  const told = version.facts ?? {};
  const others = Object.entries(told)
    .filter(([key, value]) => !KNOWN.has(key) && typeof value !== 'object')
    .map(([key, value]) => [title(key), typeof value === 'number' ? whole(value) : String(value)]);
  return facts([
    ['Kind', version.profile],
    ['Parameters', told.parameters ? html`<span title=${whole(told.parameters)}>${short(told.parameters)}</span>` : ''],
    ['Tensors', told.tensorCount ? html`<a href=${link(['models', ...name.split('/'), 'tensors'])}>${whole(told.tensorCount)}</a>` : ''],
    ['Weights', told.totalTensorBytes ? bytes(told.totalTensorBytes) : ''],
    ['License', list(told.license)],
    ['Languages', list(told.languages)],
    ['Tags', Array.isArray(told.tags) && told.tags.length ? html`<div class="tags">${told.tags.slice(0, 40).map(tag => badge(tag))}</div>` : ''],
    ...others,
    ['Aliases', Object.keys(aliases).join(', ')],
    ['Owner', owner],
    ['Notes', Array.isArray(told.notes) ? told.notes.map(note => html`<p>${note}</p>`) : ''],
  ]);
}
