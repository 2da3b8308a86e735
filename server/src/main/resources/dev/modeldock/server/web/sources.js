// Where models come from: whether each source is well, and how it is set.
import {html, nothing, render} from '/assets/libraries.js';
import {get, path, post} from '/assets/api.js';
import {source} from '/assets/format.js';
import {badge, complain, empty, facts, framed, trying, waiting} from '/assets/parts.js';

export function view(root, place, signal) {
  const state = {all: undefined, checks: {}};
  const draw = framed(() => render(page(state, check), root));

  const check = id => trying(async () => {
    state.checks[id] = {busy: true};
    draw();
    try {
      state.checks[id] = await post(`/v1/sources/${path(id)}/check`, undefined, signal);
    } catch (failure) {
      delete state.checks[id];
      throw failure;
    } finally {
      draw();
    }
  });

  document.title = 'Sources · Modeldock';
  draw();
  get('/v1/sources', signal).then(found => {
    state.all = found.items;
    draw();
  }, complain);
  return {update() {}};
}

function page(state, check) {
  return html`<div class="head"><h1>Sources</h1></div>
    ${state.all === undefined ? waiting(6) : state.all.length === 0 ? empty('No sources', 'Every source failed to load; the log of the dock says why.')
      : html`<div class="source-list">${state.all.map(each => one(each, state.checks[each.id], check))}</div>`}`;
}

function one(each, checked, check) {
  return html`<section class="panel" aria-label=${each.id}><div class="head"><h2>${source(each.id.toUpperCase())}</h2>
      ${badge(each.state, each.state === 'ok' ? 'good' : 'bad')}<span class="muted">${each.version}</span>
      <button type="button" class="end" ?disabled=${checked?.busy} @click=${check(each.id)}>${checked?.busy ? 'Checking…' : 'Check'}</button></div>
    ${each.reason ? html`<p class="refusal">${each.reason}</p>` : nothing}
    ${facts(each.settings.map(setting => [html`<span title=${setting.help}>${setting.name.replace(`source.${each.id}.`, '')}</span>`,
      setting.value ? html`<code>${setting.value}</code>` : html`<span class="muted">${setting.isSet ? 'set' : 'not set'}</span>`]))}
    <p class="outcome ${checked && !checked.busy && !checked.ok ? 'refusal' : 'muted'}" role="status">${checked && !checked.busy
      ? `${checked.message} (${checked.seconds} s)` : ''}</p></section>`;
}
