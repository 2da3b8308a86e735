package dev.modeldock.sources.github;

import dev.modeldock.sources.github.git.GitCommit;

/**
 * A revision, pinned.
 *
 * @param commit and the reference that led to it
 * @param revision its name for people
 */
record Pin(GitCommit commit, String revision) {
    static Pin of(String commit, String ref, String revision) {
        return new Pin(new GitCommit(commit, ref), revision);
    }
}
