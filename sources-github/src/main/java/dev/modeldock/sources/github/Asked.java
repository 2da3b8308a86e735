package dev.modeldock.sources.github;

import static dev.modeldock.sources.github.Refusals.quoted;
import static dev.modeldock.sources.github.Refusals.refused;

import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request names, checked by GitHub's and git's own rules for names. */
record Asked(String owner, String repo, Optional<String> revision) {
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern REPO = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    /** See git check-ref-format. */
    private static final Pattern NO_REVISION = Pattern.compile(
            "-.*|/.*|.*/|.*//.*|.*\\.\\..*|.*@\\{.*|.*\\.|(.*/)?\\..*|.*\\.lock(/.*)?|.*[\\x00- \\x7f~^:?*\\[\\\\].*",
            Pattern.DOTALL);

    private static final int LONGEST_REVISION = 200;

    static Asked of(Request request) throws SourceException {
        String owner = request.find(GitHubSourceFactory.OWNER).orElse("").strip();
        String repo =
                request.find(GitHubSourceFactory.REPO_NAME).orElse("").strip().replaceFirst("\\.git$", "");
        if (!OWNER.matcher(owner).matches()) {
            throw refused("\"owner\" is " + quoted(owner)
                    + "; expected is the name of a user or organization: letters, digits and '-'.");
        }
        if (!REPO.matcher(repo).matches() || repo.equals(".") || repo.contains("..")) {
            throw refused("\"repo_name\" is " + quoted(repo)
                    + "; expected is the name of a repository without its owner: letters, digits, '.', '_' and '-'.");
        }
        return new Asked(owner, repo, revision(request));
    }

    private static Optional<String> revision(Request request) throws SourceException {
        Optional<String> revision = request.find(GitHubSourceFactory.REVISION).map(String::strip);
        Optional<String> tag = request.find(GitHubSourceFactory.TAG).map(String::strip);
        if (revision.isPresent() && tag.isPresent() && !revision.equals(tag)) {
            throw refused("\"revision\" is " + quoted(revision.get()) + " and \"tag\" is " + quoted(tag.get())
                    + ", and both mean the same. Send one of the two.");
        }
        Optional<String> asked = revision.or(() -> tag);
        if (asked.isPresent()
                && (asked.get().length() > LONGEST_REVISION
                        || NO_REVISION.matcher(asked.get()).matches())) {
            throw refused("\"revision\" is " + quoted(asked.get())
                    + "; expected is the name of a branch or tag, or a commit of 4 to 40 hex digits.");
        }
        return asked;
    }
}
