// All models: searched, filtered, fifty at a time. What is asked for stands in the address.
import {html, nothing, render} from '/assets/libraries.js';
import {get, query} from '/assets/api.js';
import {age, bytes, commit, short, source, whole} from '/assets/format.js';
import {listen} from '/assets/live.js';
import {badge, complain, empty, framed, lines, pager, settled, waiting} from '/assets/parts.js';
import {go, link} from '/assets/place.js';

const SIZE = 50;
const PROFILES = ['transformers-safetensors', 'transformers-safetensors-sharded', 'transformers-pytorch',
  'transformers-pytorch-sharded', 'gguf', 'onnx', 'peft-adapter', 'diffusers', 'sentence-transformers', 'safetensors',
  'pytorch', 'files'];

export function view(root, place, signal) {
  const state = {asked: place.query, page: undefined, sources: []};
  const draw = framed(() => render(page(state), root));
  let latest = 0;

  async function load() {
    const mine = ++latest;
    try {
      const {search, source: from, profile, access, page: number} = state.asked;
      const found = await get(`/v1/models${query({search, source: from, profile, access, page: number, size: SIZE})}`, signal);
      if (mine === latest) {
        state.page = found;
        draw();
      }
    } catch (failure) {
      complain(failure);
    }
  }

  const reload = settled(load, 300);
  listen(type => (type.startsWith('model.') || type === 'reset') && reload(), signal);
  get('/v1/sources', signal).then(all => {
    state.sources = all.items.map(each => each.id.toUpperCase());
    draw();
  }, complain);
  document.title = 'Models · Modeldock';
  draw();
  load();
  return {
    update(next) {
      state.asked = next.query;
      draw();
      load();
    },
  };
}

const search = settled((asked, text) => go(['models'], {...asked, search: text.trim(), page: ''}, {replace: true}), 200);

function choose(asked, name) {
  return event => go(['models'], {...asked, [name]: event.target.value, page: ''});
}

function select(asked, name, label, all, shown = value => value) {
  const chosen = asked[name] ?? '';
  const known = chosen === '' || all.includes(chosen) ? all : [...all, chosen];
  return html`<select aria-label=${label} @change=${choose(asked, name)}>
    <option value="" ?selected=${chosen === ''}>${label}: any</option>
    ${known.map(value => html`<option value=${value} ?selected=${value === chosen}>${shown(value)}</option>`)}
  </select>`;
}

function page(state) {
  const {asked, page: found} = state;
  const filtered = ['search', 'source', 'profile', 'access'].some(name => asked[name]);
  return html`
    <div class="head"><h1>Models</h1>${found ? html`<span class="muted num">${whole(found.total)}</span>` : nothing}
      <a class="button primary" href="#/add">Add a model</a></div>
    <search><form class="filters" @submit=${event => event.preventDefault()}>
      <input type="search" aria-label="Search models" placeholder="Search names and descriptions  ( / )" .value=${asked.search ?? ''}
        @input=${event => search(asked, event.target.value)}>
      ${select(asked, 'source', 'Source', [...new Set([...state.sources, 'PUSH', 'TAO'])], source)}
      ${select(asked, 'profile', 'Kind', PROFILES)}
      ${select(asked, 'access', 'Access', ['public', 'gated', 'private'])}
      ${filtered ? html`<a class="button quiet" href="#/models">Clear</a>` : nothing}
    </form></search>
    ${found === undefined ? waiting(12) : found.items.length > 0 ? table(found, asked) : nothingThere(filtered)}`;
}

function table(found, asked) {
  return html`<table class="rows models">
    <thead><tr><th>Model</th><th class="num">Parameters</th><th class="num">Size</th><th>Source</th><th class="wide-only">Version</th><th>Changed</th></tr></thead>
    <tbody>${found.items.map(row)}</tbody></table>
    ${pager(found, ['models'], asked)}`;
}

function row(model) {
  const facts = model.facts ?? {};
  const kind = [facts.architecture ?? facts.modelType, facts.dtype ?? facts.quantization, facts.format].filter(Boolean);
  const [namespace, name] = model.name.split('/');
  return html`<tr>
    <td class="name"><a href=${link(['models', ...model.name.split('/')])}><span class="space">${namespace}/</span>${name}</a>
      ${model.access === 'public' ? nothing : badge(model.access)}
      <span class="kind muted">${kind.join(' · ') || (model.commit ? model.profile : 'not trained yet')}</span></td>
    <td class="num" data-label="Params">${facts.parameters ? short(facts.parameters) : '–'}</td>
    <td class="num">${bytes(model.bytes)}</td>
    <td>${source(model.source)}</td>
    <td class="wide-only"><code>${commit(model.commit) || '–'}</code></td>
    <td class="nowrap">${age(model.updatedAt)}</td></tr>`;
}

function nothingThere(filtered) {
  if (filtered) {
    return empty('No model is like that', html`Change the search, or <a href="#/models">show all models</a>.`);
  }
  return empty(
    'No models yet',
    html`<a href="#/add">Add one</a>: drop a folder, or name one of Hugging Face. Or paste this:`,
    lines(`curl -X POST ${location.origin}/v1/upload/huggingface \\\n  -H 'Content-Type: application/json' \\\n  -d '{"model_tag": "google-bert/bert-base-uncased"}'`,
      'import a model of Hugging Face'));
}
