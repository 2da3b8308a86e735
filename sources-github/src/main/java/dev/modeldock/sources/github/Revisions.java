package dev.modeldock.sources.github;

import dev.modeldock.sources.github.git.GitRemote;
import dev.modeldock.sources.github.git.RemoteRefs;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** From a revision's name to its commit: branches before tags before commits. */
final class Revisions {
    private static final String MAIN = "main";
    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-fA-F]{4,39}");

    private final Optional<String> asked;

    Revisions(Optional<String> asked) {
        this.asked = asked.map(name -> name.matches("[0-9a-fA-F]{40}") ? name.toLowerCase(Locale.ROOT) : name);
    }

    /** Ask the REST API. */
    Pin byApi(GitHubApi api, RepositoryFacts facts) throws SourceException, InterruptedException {
        for (Map.Entry<String, String> candidate :
                candidates(facts.defaultBranch()).entrySet()) {
            // The API knows branches as heads/x and tags as tags/x.
            Optional<String> commit = api.commit(facts, candidate.getKey().replaceFirst("^refs/", ""));
            if (commit.isPresent()) {
                return pin(commit.get(), candidate);
            }
        }
        Optional<String> id =
                asked.filter(name -> fullCommit() || SHORT_COMMIT.matcher(name).matches());
        Optional<String> commit = id.isPresent() ? api.commit(facts, id.get()) : Optional.empty();
        if (commit.isPresent() && commit.get().startsWith(id.get().toLowerCase(Locale.ROOT))) {
            return Pin.of(commit.get(), "", id.get());
        }
        throw unknown(facts);
    }

    /** Ask git itself, which has no quota and knows no short commits. */
    Optional<Pin> byGit(GitRemote remote, RepositoryFacts facts)
            throws SourceException, IOException, InterruptedException {
        List<String> prefixes = new ArrayList<>(List.of("HEAD"));
        prefixes.addAll(candidates(facts.defaultBranch()).keySet());
        RemoteRefs refs = remote.refs(prefixes.toArray(String[]::new));
        if (refs.commits().isEmpty() && asked.isEmpty()) {
            throw empty(facts);
        }
        String defaultBranch = refs.head().orElse("").replaceFirst("^" + HEADS, "");
        for (Map.Entry<String, String> candidate : candidates(defaultBranch).entrySet()) {
            Optional<String> commit = refs.find(candidate.getKey());
            if (commit.isPresent()) {
                return Optional.of(pin(commit.get(), candidate));
            }
        }
        if (fullCommit()) {
            return Optional.of(Pin.of(asked.get(), "", asked.get()));
        }
        if (asked.isPresent() && SHORT_COMMIT.matcher(asked.get()).matches()) {
            return Optional.empty();
        }
        throw unknown(facts);
    }

    private static Pin pin(String commit, Map.Entry<String, String> candidate) {
        return Pin.of(commit, candidate.getKey(), candidate.getValue());
    }

    private boolean fullCommit() {
        return asked.isPresent() && COMMIT.matcher(asked.get()).matches();
    }

    /** References to look for in this order, each with the revision's name for people. */
    private Map<String, String> candidates(String defaultBranch) {
        Map<String, String> candidates = new LinkedHashMap<>();
        if (asked.isEmpty()) {
            candidates.put(HEADS + MAIN, MAIN);
            if (!defaultBranch.isEmpty()) {
                candidates.put(HEADS + defaultBranch, defaultBranch);
            }
        } else if (asked.get().startsWith("refs/")) {
            candidates.put(asked.get(), asked.get());
        } else if (!fullCommit()) {
            candidates.put(HEADS + asked.get(), asked.get());
            candidates.put(TAGS + asked.get(), asked.get());
        }
        return candidates;
    }

    private SourceException unknown(RepositoryFacts facts) {
        return Refusals.notFound(
                asked.isPresent()
                        ? facts.fullName() + " has no branch, tag or commit " + Refusals.quoted(asked.get())
                                + ". Check the revision's spelling."
                        : facts.fullName() + " has neither a branch 'main' nor a default branch. Name a revision.");
    }

    static SourceException empty(RepositoryFacts facts) {
        return Refusals.noModel(facts.fullName() + " is an empty repository. Push a model to it first.");
    }
}
