// @huggingface/hub: everything that reads. download.mjs MODEL CACHE
import * as hub from "@huggingface/hub";
import assert from "node:assert/strict";
import { all, hashes, hubUrl, refusal, tell } from "./facts.mjs";

const [repo, cacheDir] = process.argv.slice(2);
const info = await hub.modelInfo({ name: repo, hubUrl, additionalFields: ["tags", "sha"] });
const listed = await all(hub.listFiles({ repo, hubUrl, recursive: true }));
const snapshot = await hub.snapshotDownload({ repo, hubUrl, cacheDir });

assert.equal(await hub.repoExists({ repo, hubUrl }), true);
assert.equal(await hub.repoExists({ repo: repo + "-not", hubUrl }), false);
assert.equal(await hub.fileExists({ repo, hubUrl, path: "config.json" }), true);
assert.equal(await hub.fileExists({ repo, hubUrl, path: "nope" }), false);
assert.equal(await hub.downloadFile({ repo, hubUrl, path: "nope" }), null);
const empty = await hub.downloadFile({ repo, hubUrl, path: "empty.txt" });
assert.equal(await empty.text(), "");
const pointer = await hub.downloadFile({ repo, hubUrl, path: "model.safetensors", raw: true });
const parsed = await hub.parseSafetensorsMetadata({ repo, hubUrl, computeParametersCount: true });
const [paths] = await hub.pathsInfo({ repo, hubUrl, paths: ["model.safetensors"], expand: true });
assert.equal(paths.size, listed.find((file) => file.path === "model.safetensors").size);

tell({
    name: info.name,
    sha: info.sha,
    tags: info.tags,
    models: (await all(hub.listModels({ hubUrl, search: { owner: repo.split("/")[0] } }))).map((model) => model.name),
    listed: Object.fromEntries(listed.filter((f) => f.type === "file").map((f) => [f.path, f.lfs ? f.lfs.oid : f.oid])),
    snapshot: hashes(snapshot),
    pointer: await pointer.text(),
    parameters: Object.values(parsed.parameterCount).reduce((sum, each) => sum + each, 0),
    commits: (await all(hub.listCommits({ repo, hubUrl }))).map((commit) => commit.oid),
    missing: await refusal(() => hub.modelInfo({ name: repo + "-not", hubUrl })),
});
