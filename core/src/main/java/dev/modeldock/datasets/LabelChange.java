package dev.modeldock.datasets;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** What an owner says anew; what is empty stays as it was. */
public record LabelChange(
        Optional<String> name, Optional<String> description, Optional<String> version, Optional<String> logo) {
    private static final int LONGEST = 10_000;

    /** Check the texts; {@code VALIDATION_ERROR} names the one that is wrong. */
    public LabelChange {
        check("name", name);
        check("description", description);
        check("version", version);
        check("logo", logo);
        logo.filter(text -> !isUrl(text)).ifPresent(text -> {
            throw refused("logo", "is no URL; expected is an absolute one, such as https://example.com/logo.png.");
        });
    }

    /** Refuse a text that is very long or cannot be kept as it is; {@code VALIDATION_ERROR} names its field. */
    public static void check(String field, Optional<String> text) {
        text.filter(given -> given.length() > LONGEST).ifPresent(given -> {
            throw refused(field, "has " + given.length() + " characters; at most " + LONGEST + " are taken.");
        });
        // Half of a character cannot be kept: it would come back as another one.
        text.filter(given -> given.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE))
                .ifPresent(given -> {
                    throw refused(field, "holds half of a surrogate pair; expected is a text of whole characters.");
                });
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static DockException refused(String field, String what) {
        return new DockException(Problem.VALIDATION_ERROR, "The field " + field + " " + what, Map.of("field", field));
    }

    /** Whether anything is said at all. */
    public boolean isEmpty() {
        return name.isEmpty() && description.isEmpty() && version.isEmpty() && logo.isEmpty();
    }

    /** The labels with what is said anew. */
    public Dataset.Labels over(Dataset.Labels former) {
        return new Dataset.Labels(
                name.orElse(former.name()),
                description.orElse(former.description()),
                version.orElse(former.version()),
                logo.orElse(former.logo()));
    }
}
