// @huggingface/gguf: the header of a file, read over ranges. gguf.mjs MODEL PATH
import { gguf } from "@huggingface/gguf";
import { hubUrl, tell } from "./facts.mjs";

const [repo, path] = process.argv.slice(2);
const ranges = [];
const counting = async (url, init) => {
    const answer = await fetch(url, init);
    ranges.push({ asked: new Headers(init.headers).get("range"), status: answer.status });
    return answer;
};
const { metadata, tensorInfos } = await gguf(`${hubUrl}/${repo}/resolve/main/${path}`, { fetch: counting });
tell({
    ranges,
    architecture: metadata["general.architecture"],
    tokens: metadata["tokenizer.ggml.tokens"].length,
    lastToken: metadata["tokenizer.ggml.tokens"].at(-1),
    tensors: tensorInfos.map((tensor) => tensor.name),
});
