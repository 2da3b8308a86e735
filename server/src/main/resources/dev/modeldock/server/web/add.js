// Bringing a model in: by dropping it here, or from where a source finds it.
import {html, nothing, render} from '/assets/libraries.js';
import {get} from '/assets/api.js';
import {drop} from '/assets/add-drop.js';
import {form} from '/assets/add-source.js';
import {source} from '/assets/format.js';
import {complain, framed, waiting} from '/assets/parts.js';
import {link} from '/assets/place.js';
import {uploads} from '/assets/uploads.js';

export function view(root, place, signal) {
  const state = {sources: undefined, chosen: place.query.source, form: undefined};
  const draw = framed(() => render(page(state, dropping), root));
  const dropping = drop(draw, signal);

  function choose() {
    const id = state.chosen ?? state.sources[0]?.id;
    const found = state.sources.find(each => each.id === id);
    if (found && state.form?.id !== id) {
      state.form = form(found, draw, signal);
    }
  }

  uploads.listen(draw, signal);
  document.title = 'Add a model · Modeldock';
  draw();
  get('/v1/sources', signal).then(all => {
    state.sources = all.items.filter(each => each.state === 'ok');
    choose();
    draw();
  }, complain);
  return {
    update(next) {
      state.chosen = next.query.source;
      choose();
      draw();
    },
  };
}

function page(state, dropping) {
  return html`<div class="head"><h1>Add a model</h1></div>
    <div class="add-layout"><section aria-label="From this computer">${dropping()}</section>
    <section class="panel" aria-label="From a source"><h2>From a source</h2>
      ${state.sources === undefined ? waiting(6) : html`<nav class="tabs" aria-label="Sources">${state.sources.map(each => html`<a
        href=${link(['add'], {source: each.id})} aria-current=${each.id === state.form?.id ? 'true' : nothing}>${source(each.id.toUpperCase())}</a>`)}</nav>
        ${state.form?.draw() ?? nothing}`}</section></div>`;
}
