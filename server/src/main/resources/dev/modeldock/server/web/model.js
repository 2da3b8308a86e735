// One model: its head, and a tab for each thing one wants to know of it.
import {html, nothing, render} from '/assets/libraries.js';
import {get, modelPath, query} from '/assets/api.js';
import {age, bytes, commit, short, source} from '/assets/format.js';
import {listen} from '/assets/live.js';
import {badge, complain, copyButton, empty, framed, settled, waiting} from '/assets/parts.js';
import {go, link} from '/assets/place.js';

const TABS = [
  ['card', 'Card', () => import('/assets/model-card.js')],
  ['files', 'Files', () => import('/assets/model-files.js')],
  ['tensors', 'Tensors', () => import('/assets/model-tensors.js')],
  ['versions', 'Versions', () => import('/assets/model-versions.js')],
  ['receipt', 'Receipt', () => import('/assets/model-receipt.js')],
  ['use', 'Use', () => import('/assets/model-use.js')],
  ['manage', 'Manage', () => import('/assets/model-manage.js')],
];

export function view(root, place, signal) {
  const state = {name: place.parts.slice(1, 3).join('/'), tab: 'card', query: {}, model: undefined, gone: undefined};
  const host = {element: document.createElement('div'), key: '', controller: new AbortController(), tab: undefined};
  const draw = framed(() => render(page(state, host), root));

  async function load() {
    // Comes while the model is asked for; a failure is told when it is shown.
    TABS.find(([word]) => word === state.tab)[2]().catch(() => {});
    try {
      const model = await get(`${modelPath(state.name)}/receipt${query({revision: state.query.revision})}`, signal);
      if (model.name !== state.name) {
        // It has another name now.
        go(['models', ...model.name.split('/')], state.query, {replace: true});
        return;
      }
      state.model = model;
      state.gone = undefined;
      await openTab();
    } catch (failure) {
      if (failure.status === 404) {
        state.gone = failure.message;
      } else {
        complain(failure);
      }
    }
    draw();
  }

  /** The tab stays as it is while only its own part of the address changes. */
  async function openTab() {
    const key = `${state.tab} ${state.model.version?.commit} ${state.model.updatedAt}`;
    if (key === host.key) {
      host.tab?.update(state.query);
      return;
    }
    host.controller.abort();
    Object.assign(host, {key, controller: new AbortController(), tab: undefined, element: document.createElement('div')});
    const mine = host.controller.signal;
    const {tab} = await TABS.find(([word]) => word === state.tab)[2]();
    if (!mine.aborted) {
      host.tab = tab(host.element, {model: state.model, query: state.query, reload: load, signal: mine});
    }
  }

  function follow(next) {
    state.tab = TABS.some(([word]) => word === next.parts[3]) ? next.parts[3] : 'card';
    const other = next.query.revision !== state.query.revision;
    state.query = next.query;
    document.title = `${state.name} · Modeldock`;
    if (!state.model || other) {
      load();
    } else {
      openTab().then(draw, complain);
    }
    draw();
  }

  const reload = settled(load, 300);
  listen((type, body) => {
    const mine = body?.model === state.model?.id;
    if (type === 'reset' || (type === 'model.published' && mine)) {
      reload();
    } else if (type === 'model.deleted' && mine) {
      state.gone = `The model ${state.name} was deleted.`;
      draw();
    }
  }, signal);
  signal.addEventListener('abort', () => host.controller.abort());
  follow(place);
  return {update: follow};
}

function page(state, host) {
  if (state.gone) {
    return empty('It is not here', state.gone, html`<a class="button primary" href="#/models">All models</a>`);
  }
  const parts = ['models', ...state.name.split('/')];
  const kept = {revision: state.query.revision};
  return html`<div class="model-head">
      <div class="head"><h1>${state.name}</h1>${copyButton(state.name, 'Copy the name')}
        ${state.model && state.model.access !== 'public' ? badge(state.model.access, 'warn') : nothing}
        ${state.model?.version ? revisions(state) : nothing}</div>
      ${state.model ? line(state.model) : html`<p class="facts-line">&nbsp;</p>`}
    </div>
    <nav class="tabs" aria-label="Parts of the model">${TABS.map(([word, label]) => html`<a
      href=${link(word === 'card' ? parts : [...parts, word], kept)} aria-current=${word === state.tab ? 'page' : nothing}>${label}</a>`)}</nav>
    ${state.model ? host.element : waiting(6)}`;
}

function line({version, source: from, updatedAt, description, versions}) {
  if (!version) {
    return html`<p class="facts-line"><span>${source(from)}</span><span>No version yet: it is still to be trained.</span></p>`;
  }
  const facts = version.facts ?? {};
  return html`${description ? html`<p>${description}</p>` : nothing}<p class="facts-line">
    ${facts.parameters ? html`<span><b class="num">${short(facts.parameters)}</b> parameters</span>` : nothing}
    <span><b class="num">${bytes(version.bytes)}</b> in ${version.fileCount} ${version.fileCount === 1 ? 'file' : 'files'}</span>
    <span>${[facts.architecture ?? version.profile, facts.dtype ?? facts.quantization].filter(Boolean).join(' · ')}</span>
    <span>${source(from)}</span><span>${versions} ${versions === 1 ? 'version' : 'versions'}</span><span>changed ${age(updatedAt)}</span></p>`;
}

function revisions({model, query: asked, name, tab}) {
  const chosen = asked.revision ?? 'main';
  const names = Object.keys(model.aliases);
  const all = names.includes(chosen) ? names : [chosen, ...names];
  return html`<select class="end" aria-label="Version" @change=${event => {
    const revision = event.target.value;
    go(['models', ...name.split('/'), ...(tab === 'card' ? [] : [tab])], {revision: revision === 'main' ? '' : revision});
  }}>${all.map(each => html`<option value=${each} ?selected=${each === chosen}>${each.length === 40 ? commit(each) : each}</option>`)}</select>`;
}
