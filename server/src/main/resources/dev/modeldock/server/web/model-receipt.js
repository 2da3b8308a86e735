// Where a version is from: the source, the commit, the hashes, when, by whom; and whether its bytes are still right.
import {html, nothing, render} from '/assets/libraries.js';
import {get, modelPath, post, query} from '/assets/api.js';
import {bytes, moment, source, title, whole} from '/assets/format.js';
import {announce, complain, copyButton, empty, facts, framed, trying, waiting} from '/assets/parts.js';
import {link} from '/assets/place.js';

const MOST_HASHES = 20;

export function tab(root, {model, signal}) {
  const state = {files: undefined, verified: undefined, busy: false};
  const draw = framed(() => render(page(model, state, verify), root));

  const verify = trying(async () => {
    state.busy = true;
    draw();
    try {
      state.verified = await post(`${modelPath(model.name)}/verify${query({revision: model.version.commit})}`, undefined, signal);
      if (state.verified.right) {
        announce(`All ${whole(state.verified.files)} files of ${model.name} are what their hashes say.`);
      }
    } finally {
      state.busy = false;
      draw();
    }
  });

  draw();
  if (model.version) {
    get(`${modelPath(model.name)}/files${query({revision: model.version.commit, size: MOST_HASHES})}`, signal).then(found => {
      state.files = found;
      draw();
    }, complain);
  }
  return {update() {}};
}

/** Whatever a source has told, one line each. */
function origin(told, before = '') {
  return Object.entries(told ?? {}).flatMap(([name, value]) => {
    const label = before ? `${before} ${name}` : name;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return origin(value, label);
    }
    const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
    return text === '' ? [] : [[title(label), /^[0-9a-f]{40,64}$/.test(text) ? html`<code>${text}</code>` : text]];
  });
}

function page(model, state, verify) {
  const {version} = model;
  if (!version) {
    return empty('No receipt yet', 'It comes with the first version.');
  }
  return html`<div class="uses">
    <section class="panel"><h2>Receipt</h2>${facts([
      ['Model', model.name], ['Id', html`<code>${model.id}</code>`], ['Owner', model.owner],
      ['Source', source(model.source)],
      ['Commit', html`<code>${version.commit}</code>${copyButton(version.commit, 'Copy the commit')}`],
      ['Aliases', version.aliases.join(', ')],
      ['Kind', version.profile],
      ['Size', `${bytes(version.bytes)} (${whole(version.bytes)} bytes) in ${whole(version.fileCount)} files`],
      ['Brought by', version.createdBy], ['When', moment(version.createdAt)],
    ])}</section>
    <section class="panel"><h2>Origin</h2>${facts(origin(version.origin))}</section></div>
    <section class="panel after"><div class="head"><h2>Hashes</h2>
      <button type="button" class="end" ?disabled=${state.busy} @click=${verify}>${state.busy ? 'Reading all bytes…' : 'Verify the stored bytes'}</button></div>
      ${state.verified && !state.verified.right ? html`<p class="refusal">${whole(state.verified.damagedFiles)} files are damaged and were set aside:
        ${state.verified.damaged.join(', ')}. Import the model again.</p>` : nothing}
      ${state.files ? hashes(model, state.files) : waiting(3)}</section>`;
}

function hashes(model, found) {
  const text = found.items.map(file => `${file.sha256}  ${file.path}`).join('\n');
  return html`<div class="paste"><pre tabindex="0" aria-label="Hashes as sha256sum writes them"><code>${text}</code></pre>
    ${copyButton(text, 'Copy: lines for sha256sum --check')}</div>
    ${found.total > found.items.length ? html`<p class="muted">The first ${found.items.length} of
      <a href=${link(['models', ...model.name.split('/'), 'files'])}>${whole(found.total)} files</a>.</p>` : nothing}`;
}
