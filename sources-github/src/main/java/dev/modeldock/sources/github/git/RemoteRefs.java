package dev.modeldock.sources.github.git;

import java.util.Map;
import java.util.Optional;

/**
 * What references a remote has.
 *
 * @param commits by full name, such as {@code refs/heads/main}: 40 hex digits; a tag is followed to what it tags
 * @param head the full name of the reference that {@code HEAD} stands for, where the remote tells it
 */
public record RemoteRefs(Map<String, String> commits, Optional<String> head) {
    public RemoteRefs {
        commits = Map.copyOf(commits);
    }

    /** The commit of a reference, where there is one of that full name. */
    public Optional<String> find(String fullName) {
        return Optional.ofNullable(commits.get(fullName));
    }
}
