// What the scripts of this directory have in common: the last line that each prints is JSON, the facts that the test checks.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export const hubUrl = process.env.HF_ENDPOINT;

export function tell(facts) {
    console.log(JSON.stringify(facts));
}

export function sha256(bytes) {
    return createHash("sha256").update(bytes).digest("hex");
}

/** All files below a directory, links followed, with their SHA-256. */
export function hashes(root) {
    const found = {};
    for (const entry of readdirSync(root, { recursive: true })) {
        const path = join(root, entry);
        if (statSync(path).isFile()) {
            found[relative(root, path)] = sha256(readFileSync(path));
        }
    }
    return found;
}

/** What a call is refused with; it must be refused. */
export async function refusal(call) {
    try {
        await call();
    } catch (error) {
        return { name: error.constructor.name, status: error.statusCode, message: error.message };
    }
    throw new Error("was not refused: " + call);
}

export async function all(iterator) {
    const found = [];
    for await (const each of iterator) {
        found.push(each);
    }
    return found;
}
