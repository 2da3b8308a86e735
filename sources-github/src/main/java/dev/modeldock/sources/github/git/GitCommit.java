package dev.modeldock.sources.github.git;

/**
 * A commit to fetch.
 *
 * @param id 40 lower-case hex digits
 * @param ref the full name of a reference that led to it, such as {@code refs/tags/v1}, or empty: a help for servers that
 *     hand out only what a reference names
 */
public record GitCommit(String id, String ref) {}
