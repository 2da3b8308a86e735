// The form of a source, made from its fields; the plan before the go.
import {html, nothing} from '/assets/libraries.js';
import {create, get, path, post} from '/assets/api.js';
import {bytes, commit, title, whole} from '/assets/format.js';
import {announce, badge, complain} from '/assets/parts.js';
import {go} from '/assets/place.js';

/** Every source has these beside its own fields. */
const OPTIONS = ['include', 'exclude', 'name', 'alias', 'on_conflict', 'allow_unsafe', 'profile'];
const CHOICES = {on_conflict: ['fail', 'skip', 'replace']};
const SHOWN_FILES = 200;

export function form(source, draw, signal) {
  const state = {plan: undefined, busy: '', body: undefined};
  const all = Object.entries(source.fields.properties).filter(([name, field]) => name !== 'dry_run' && field.format !== 'binary');
  const own = all.filter(([name]) => !OPTIONS.includes(name));
  const options = all.filter(([name]) => OPTIONS.includes(name));
  const required = source.fields.required ?? [];

  function bodyOf(element) {
    const given = new FormData(element);
    return Object.fromEntries(all.map(([name, field]) => [name, valueOf(given, name, field)]).filter(([, value]) => value !== undefined));
  }

  function during(word, work) {
    return async element => {
      state.busy = word;
      draw();
      try {
        await work(bodyOf(element));
      } catch (failure) {
        complain(failure);
      }
      state.busy = '';
      draw();
    };
  }

  const plan = during('plan', async body => {
    state.plan = undefined;
    state.plan = await post(`/v1/upload/${path(source.id)}`, {...body, dry_run: true}, signal);
  });

  const start = during('start', async body => {
    const location = await create(`/v1/upload/${path(source.id)}`, body);
    const id = location.slice(location.lastIndexOf('/') + 1);
    announce('Accepted. It is brought here now.');
    await get(`/v1/jobs/${path(id)}`);
    go(['jobs', id]);
  });

  const draws = () => html`<form @submit=${event => {
    event.preventDefault();
    (event.submitter?.value === 'plan' ? plan : start)(event.target);
  }} @input=${() => {
    if (state.plan) {
      state.plan = undefined;
      draw();
    }
  }}>
    ${own.map(([name, field]) => input(source.id, name, field, required.includes(name)))}
    <details><summary>More options</summary>${options.map(([name, field]) => input(source.id, name, field, false))}</details>
    <div class="actions"><button type="submit" value="plan" class="plan" ?disabled=${state.busy !== ''}>${state.busy === 'plan' ? 'Asking…' : 'Show the plan'}</button>
      <button type="submit" value="start" class="primary" ?disabled=${state.busy !== ''}>Import</button></div>
    <div class="planned" aria-live="polite">${state.plan ? planned(state.plan) : nothing}</div></form>`;
  return {id: source.id, draw: draws};
}

function valueOf(given, name, field) {
  if (field.type === 'boolean') {
    return given.get(name) === 'on' ? true : field.default === true ? false : undefined;
  }
  const text = String(given.get(name) ?? '').trim();
  if (text === '' || text === field.default) {
    return undefined;
  }
  if (Array.isArray(field.type)) {
    return text.split(/[\n,]/).map(each => each.trim()).filter(each => each !== '');
  }
  return field.type === 'number' ? Number(text) : text;
}

function input(source, name, field, required) {
  const id = `${source}-${name}`;
  const help = `${id}-help`;
  if (field.type === 'boolean') {
    return html`<div class="field check"><label><input type="checkbox" name=${name} ?checked=${field.default === true} aria-describedby=${help}>${title(name)}</label>
      <small id=${help}>${field.description}</small></div>`;
  }
  return html`<div class="field"><label for=${id}>${title(name)}${required ? html` <span class="muted">(required)</span>` : nothing}</label>
    ${control(id, name, field, required, help)}<small id=${help}>${field.description}</small></div>`;
}

function control(id, name, field, required, help) {
  if (CHOICES[name]) {
    return html`<select id=${id} name=${name} aria-describedby=${help}>${CHOICES[name].map(each => html`<option ?selected=${each === field.default}>${each}</option>`)}</select>`;
  }
  if (Array.isArray(field.type)) {
    return html`<textarea id=${id} name=${name} rows="2" aria-describedby=${help} spellcheck="false" placeholder="one a line"></textarea>`;
  }
  const type = field.format === 'password' ? 'password' : field.type === 'number' ? 'number' : 'text';
  return html`<input id=${id} name=${name} type=${type} ?required=${required} placeholder=${field.default ?? ''} step="any"
    autocomplete=${type === 'password' ? 'new-password' : 'off'} autocapitalize="off" spellcheck="false" aria-describedby=${help}>`;
}

function planned(plan) {
  const {space} = plan;
  return html`<section class="plan-view" aria-label="Plan"><h3>${plan.name} <code>${commit(plan.commit)}</code></h3>
    ${plan.models.filter(model => model.exists).map(model => html`<p>${badge('here', 'warn')} ${model.name} is here already, at <code>${commit(model.existing_commit)}</code>.</p>`)}
    <p class="plan-sums num"><span><b>${bytes(plan.bytes_to_move)}</b> to move</span>
      ${plan.bytes_here ? html`<span>${bytes(plan.bytes_here)} are here</span>` : nothing}<span>${whole(plan.files_chosen)} files</span>
      ${plan.license ? html`<span>license ${plan.license}</span>` : nothing}
      ${plan.gated !== 'false' ? badge('gated', 'warn') : nothing}
      ${space.fits ? html`<span class="muted">${bytes(space.free_after)} free afterwards</span>`
        : html`<span class="refusal">needs ${bytes(space.needed)}, and ${bytes(space.available)} are available</span>`}</p>
    ${plan.unsafe.map(each => html`<p class="refusal">${each.path}: ${each.why}</p>`)}
    ${plan.files_known ? html`<div class="plan-files" tabindex="0" role="region" aria-label="Files of the plan"><table class="rows"><thead><tr><th>File</th><th class="num">Size</th><th></th></tr></thead>
      <tbody>${plan.files.slice(0, SHOWN_FILES).map(file => html`<tr><td class="path">${file.path}</td><td class="num">${bytes(file.size)}</td>
      <td>${!file.chosen ? badge(`left out${file.why ? `: ${file.why}` : ''}`) : file.here ? badge('here', 'good') : nothing}</td></tr>`)}</tbody></table></div>
      ${plan.files.length > SHOWN_FILES ? html`<p class="muted">and ${whole(plan.files.length - SHOWN_FILES)} more</p>` : nothing}`
      : html`<p class="muted">Which files it holds is known once it is here.</p>`}</section>`;
}
