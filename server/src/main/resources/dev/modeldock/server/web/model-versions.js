// The versions of a model, the names that lead to them, and what changed between two.
import {html, nothing, render} from '/assets/libraries.js';
import {get, modelPath, path, put, query, remove} from '/assets/api.js';
import {age, bytes, commit, whole} from '/assets/format.js';
import {announce, badge, complain, copyButton, empty, framed, pager, trying, waiting} from '/assets/parts.js';
import {go, link} from '/assets/place.js';

export function tab(root, {model, query: asked, reload, signal}) {
  const state = {asked, page: undefined, changes: undefined};
  const draw = framed(() => render(page(model, state, act), root));

  async function load() {
    try {
      const {from, to, page: number} = state.asked;
      if (from && to) {
        state.changes = await get(`${modelPath(model.name)}/changes${query({from, to, page: number, size: 100})}`, signal);
      } else {
        state.changes = undefined;
        state.page = await get(`${modelPath(model.name)}/versions${query({page: number, size: 50})}`, signal);
      }
      draw();
    } catch (failure) {
      complain(failure);
    }
  }

  const act = {
    set: trying(async event => {
      const form = event.target;
      const {alias, version} = Object.fromEntries(new FormData(form));
      await put(`${modelPath(model.name)}/aliases/${path(alias.trim())}`, {version});
      announce(`${alias.trim()} leads to ${commit(version)} now.`);
      form.reset();
      await load();
      reload();
    }),
    drop: alias => trying(async () => {
      await remove(`${modelPath(model.name)}/aliases/${path(alias)}`);
      announce(`The alias ${alias} is gone.`);
      await load();
      reload();
    }),
  };

  draw();
  load();
  return {
    update(next) {
      state.asked = next;
      draw();
      load();
    },
  };
}

const place = model => ['models', ...model.name.split('/'), 'versions'];

function page(model, state, act) {
  const {from, to} = state.asked;
  if (from && to) {
    return state.changes ? comparison(model, state.changes, state.asked) : waiting(5);
  }
  if (!state.page) {
    return waiting(5);
  }
  return state.page.total === 0
    ? empty('No version yet', 'The first one comes when the model is imported, pushed or trained.')
    : html`${list(model, state, act)}${form(model, state.page, act)}`;
}

function list(model, {page: found, asked}, act) {
  return html`<table class="rows versions">
    <thead><tr><th>Commit</th><th>Aliases</th><th class="num">Size</th><th class="num">Files</th><th>By</th><th>Age</th><th>Compare</th></tr></thead>
    <tbody>${found.items.map((version, index) => html`<tr>
      <td class="nowrap"><a href=${link(['models', ...model.name.split('/')], {revision: version.commit})}><code>${commit(version.commit)}</code></a>
        ${copyButton(version.commit, `Copy the commit ${commit(version.commit)}`)}</td>
      <td>${version.aliases.map(alias => html`<span class="badge run">${alias}</span>${alias === 'main' ? ' ' : html`<button type="button"
        class="quiet copy" aria-label=${`Delete the alias ${alias}`} title=${`Delete the alias ${alias}`} @click=${act.drop(alias)}>×</button>`}`)}</td>
      <td class="num" data-label="Size">${bytes(version.bytes)}</td><td class="num" data-label="Files">${whole(version.fileCount)}</td>
      <td data-label="By">${version.createdBy}</td><td data-label="Age" class="nowrap">${age(version.createdAt)}</td>
      <td>${found.items[index + 1] ? html`<a href=${link(place(model), {from: found.items[index + 1].commit, to: version.commit})}>what changed</a>`
        : html`<span class="muted">the first here</span>`}</td></tr>`)}</tbody></table>${pager(found, place(model), asked)}`;
}

function form(model, found, act) {
  return html`<form class="panel" @submit=${act.set}><h2>Name a version</h2>
    <div class="actions">
      <input name="alias" required aria-label="Alias" placeholder="production" autocomplete="off" class="short">
      <select name="version" aria-label="Version" class="short">${found.items.map(each => html`<option value=${each.commit}>${commit(each.commit)}</option>`)}</select>
      <button type="submit">Set the alias</button></div></form>
    <form class="panel" @submit=${event => {
      event.preventDefault();
      const {from, to} = Object.fromEntries(new FormData(event.target));
      go(place(model), {from, to});
    }}><h2>Compare two</h2>
    <div class="actions">${['from', 'to'].map((word, at) => html`<select name=${word} aria-label=${`Compare ${word}`} class="short">
        ${found.items.map((each, index) => html`<option value=${each.commit} ?selected=${index === (at === 0 ? Math.min(1, found.items.length - 1) : 0)}>
        ${commit(each.commit)}${each.aliases.length ? ` (${each.aliases.join(', ')})` : ''}</option>`)}</select>`)}
      <button type="submit" class="compare">Compare</button></div></form>`;
}

function comparison(model, found, asked) {
  const word = {added: '+', removed: '−', changed: '~'};
  return html`<div class="head"><h2>From <code>${commit(found.from)}</code> to <code>${commit(found.to)}</code></h2>
      <a class="button" href=${link(place(model))}>All versions</a></div>
    <p class="plan-sums num"><span>${whole(found.added)} added</span><span>${whole(found.changed)} changed</span><span>${whole(found.removed)} removed</span>
      <span class="muted">${whole(found.unchanged)} the same</span><span class="muted">${bytes(found.newBytes)} new</span></p>
    ${found.total === 0 ? empty('They are the same', 'Every file has the same bytes in both.') : html`<table class="rows changes">
      <thead><tr><th>Path</th><th>What</th><th class="num">Before</th><th class="num">After</th></tr></thead>
      <tbody>${found.items.map(each => html`<tr><td class="path">${each.path}</td>
        <td class=${each.what}>${word[each.what]} ${each.what}</td>
        <td class="num" data-label="Before">${each.before ? bytes(each.before.size) : '–'}</td>
        <td class="num" data-label="After">${each.after ? bytes(each.after.size) : '–'}</td></tr>`)}</tbody></table>
      ${pager(found, place(model), asked)}`}`;
}
