// Who may see it, what is said of it, and deleting it, with the bytes that would be freed.
import {html, nothing, render} from '/assets/libraries.js';
import {modelPath, patch, remove} from '/assets/api.js';
import {bytes, whole} from '/assets/format.js';
import {announce, framed, trying} from '/assets/parts.js';
import {go} from '/assets/place.js';

export function tab(root, {model, reload}) {
  const state = {preview: undefined};
  const draw = framed(() => render(page(model, state, {change, preview, forget, really}), root));

  const change = trying(async event => {
    const {access, description, name} = Object.fromEntries(new FormData(event.target));
    const changed = await patch(modelPath(model.name), {access, description, name: name.trim()});
    announce('Changed.');
    if (changed.name !== model.name) {
      go(['models', ...changed.name.split('/'), 'manage']);
    } else {
      reload();
    }
  });

  const preview = trying(async () => {
    state.preview = await remove(`${modelPath(model.name)}?dryRun=true`);
    draw();
    requestAnimationFrame(() => root.querySelector('.danger')?.focus());
  });

  const forget = () => {
    state.preview = undefined;
    draw();
  };

  const really = trying(async () => {
    const gone = await remove(modelPath(model.name));
    announce(`${model.name} is deleted; ${bytes(gone.freedBytes)} are free again.`);
    go(['models']);
  });

  draw();
  return {update() {}};
}

function page(model, {preview: shown}, {change, preview, forget, really}) {
  return html`<div class="uses">
    <form class="panel" @submit=${change}><h2>Name and access</h2>
      <div class="field"><label for="model-name">Name</label><input id="model-name" name="name" .value=${model.name} required autocomplete="off">
        <small>The former name leads to the new one.</small></div>
      <div class="field"><label for="access">Access</label><select id="access" name="access">${['public', 'gated', 'private'].map(each =>
        html`<option ?selected=${each === model.access}>${each}</option>`)}</select>
        <small>Public: for everybody with a key. Gated: its files are the owner's. Private: nobody else sees it.</small></div>
      <div class="field"><label for="description">Description</label><textarea id="description" name="description" rows="3" .value=${model.description}></textarea></div>
      <button type="submit">Save</button></form>
    <section class="panel"><h2>Delete</h2>
      ${shown ? html`<p role="status">Deleting <b>${model.name}</b> with its ${model.versions} ${model.versions === 1 ? 'version' : 'versions'}
          frees <b class="num">${bytes(shown.freedBytes)}</b> (${whole(shown.freedBytes)} bytes). Bytes that other models need stay.
          It cannot be taken back.</p>
        <div class="actions"><button type="button" class="danger" @click=${really}>Delete ${model.name}</button>
          <button type="button" @click=${forget}>Keep it</button></div>`
      : html`<p>All versions and aliases go. First it is shown how much room that frees.</p>
        <button type="button" @click=${preview}>Delete this model…</button>`}${nothing}</section></div>`;
}
