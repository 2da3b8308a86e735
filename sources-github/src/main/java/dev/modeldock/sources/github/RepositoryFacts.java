package dev.modeldock.sources.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.spi.SourceException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GitHub tells of a repository.
 *
 * @param owner as GitHub spells it
 * @param name as GitHub spells it
 * @param defaultBranch empty when it is not known
 * @param told what is kept with the model
 */
record RepositoryFacts(String owner, String name, String defaultBranch, Map<String, String> told) {
    private static final Pattern FULL_NAME =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,99})/([A-Za-z0-9._-]{1,100})");
    private static final int LONGEST_NAME = 96;
    private static final int LONGEST_FACT = 1000;

    /** What is known when GitHub does not tell: what was asked for. */
    static RepositoryFacts unknown(Asked asked) {
        return new RepositoryFacts(asked.owner(), asked.repo(), "", Map.of());
    }

    static RepositoryFacts of(JsonNode repository) throws SourceException {
        Matcher name = FULL_NAME.matcher(repository.path("full_name").asText());
        if (!name.matches() || name.group(2).contains("..")) {
            throw Refusals.broken("GitHub told a repository without a usable name. Check source.github.api.", null);
        }
        Map<String, String> told = new TreeMap<>();
        keep(told, "license", repository.path("license").path("spdx_id"));
        keep(told, "default_branch", repository.path("default_branch"));
        keep(told, "description", repository.path("description"));
        keep(told, "private", repository.path("private"));
        keep(told, "archived", repository.path("archived"));
        keep(told, "disabled", repository.path("disabled"));
        return new RepositoryFacts(
                name.group(1), name.group(2), repository.path("default_branch").asText(""), told);
    }

    private static void keep(Map<String, String> told, String key, JsonNode value) {
        if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
            String text = value.asText().replaceAll("\\p{Cntrl}", " ");
            told.put(key, text.substring(0, Math.min(LONGEST_FACT, text.length())));
        }
    }

    String fullName() {
        return owner + "/" + name;
    }

    /** The full name as a model can have it: repositories may begin with a dot, for one. */
    String modelName() {
        return part(owner) + "/" + part(name);
    }

    private static String part(String text) {
        String clean = text.replaceAll("^[.-]+", "").replaceAll("\\.{2,}", ".");
        String cut = clean.substring(0, Math.min(LONGEST_NAME, clean.length())).replaceAll("\\.+$", "");
        return cut.isEmpty() ? "_" : cut;
    }
}
