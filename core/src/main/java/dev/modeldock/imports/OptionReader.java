package dev.modeldock.imports;

import dev.modeldock.formats.Completeness;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.ModelName;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import dev.modeldock.spi.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sorts what a client sent into the options that every source has and the values of the source's own fields. */
final class OptionReader {
    private static final Set<String> NAMES =
            OptionFields.ALL.stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new));
    private static final int MOST_PATTERNS = 100;
    private static final int LONGEST = 512;

    private final Map<String, List<String>> given;
    private final Map<String, Object> faults = new TreeMap<>();

    private OptionReader(Map<String, List<String>> given) {
        this.given = given;
    }

    /** The options among what was given. */
    static ImportOptions options(Map<String, List<String>> given, List<Field> fields) {
        OptionReader reader = new OptionReader(given);
        String profile = fields.stream()
                .filter(field -> field.name().equals("profile"))
                .map(Field::defaultValue)
                .findFirst()
                .orElse(Completeness.ANY);
        ImportOptions options = new ImportOptions(
                reader.patterns("include"),
                reader.patterns("exclude"),
                reader.checked("name", text -> ModelName.of(text.contains("/") ? text : "any/" + text)),
                reader.checked("alias", Aliases::check),
                reader.onConflict(),
                reader.flag("dry_run"),
                reader.flag("allow_unsafe"),
                reader.profile(profile));
        reader.refuseFaults();
        return options;
    }

    /** The values of a source's fields among what was given; what is neither a field nor an option is refused. */
    static Map<String, String> values(Map<String, List<String>> given, List<Field> fields) {
        Set<String> known = fields.stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Object> faults = new TreeMap<>();
        given.forEach((name, sent) -> {
            if (known.contains(name)) {
                if (sent.size() == 1) {
                    values.put(name, sent.get(0));
                } else if (!sent.isEmpty()) {
                    faults.put(name, "has " + sent.size() + " values; send one");
                }
            } else if (!NAMES.contains(name)) {
                Set<String> all = new TreeSet<>(NAMES);
                all.addAll(known);
                faults.put(name, "is not known; the nearest is '" + Spelling.nearest(name, all) + "'");
            }
        });
        refuse(faults);
        return values;
    }

    private void refuseFaults() {
        refuse(faults);
    }

    private static void refuse(Map<String, Object> faults) {
        if (!faults.isEmpty()) {
            String sentence = faults.entrySet().stream()
                    .map(fault -> "The field '" + shown(fault.getKey()) + "' " + fault.getValue())
                    .collect(Collectors.joining("; "));
            throw new DockException(Problem.VALIDATION_ERROR, sentence + ".", Map.of("fields", faults));
        }
    }

    private static String shown(String name) {
        String bounded = name.length() <= 80 ? name : name.substring(0, 80) + "…";
        return bounded.replaceAll("\\p{Cntrl}", "?");
    }

    /** A list, or one text with commas or line breaks between. */
    private List<String> patterns(String name) {
        List<String> patterns = new ArrayList<>();
        for (String sent : given.getOrDefault(name, List.of())) {
            for (String pattern : sent.split("[,\n]")) {
                if (!pattern.isBlank()) {
                    patterns.add(pattern.strip());
                }
            }
        }
        if (patterns.size() > MOST_PATTERNS || patterns.stream().anyMatch(pattern -> pattern.length() > LONGEST)) {
            faults.put(
                    name,
                    "has more than " + MOST_PATTERNS + " patterns, or one with more than " + LONGEST + " characters");
        }
        return List.copyOf(patterns);
    }

    private String text(String name) {
        List<String> sent = given.getOrDefault(name, List.of());
        if (sent.size() > 1) {
            faults.put(name, "has " + sent.size() + " values; send one");
        }
        return sent.isEmpty() ? "" : sent.get(0).strip();
    }

    /** Checks a text. */
    private interface Check {
        void check(String text);
    }

    private String checked(String name, Check check) {
        String text = text(name);
        if (!text.isEmpty()) {
            try {
                check.check(text);
            } catch (DockException refused) {
                faults.put(name, "is not taken: " + refused.getMessage().replaceAll("\\.$", ""));
            }
        }
        return text;
    }

    private OnConflict onConflict() {
        String word = text("on_conflict").toUpperCase(Locale.ROOT);
        for (OnConflict each : OnConflict.values()) {
            if (word.equals(each.name())) {
                return each;
            }
        }
        if (!word.isEmpty()) {
            faults.put(
                    "on_conflict",
                    "is one of "
                            + Arrays.stream(OnConflict.values())
                                    .map(OnConflict::label)
                                    .collect(Collectors.joining(", "))
                            + " and was sent as '" + shown(text("on_conflict")) + "'");
        }
        return OnConflict.FAIL;
    }

    private boolean flag(String name) {
        String word = text(name).toLowerCase(Locale.ROOT);
        if (!word.isEmpty() && !word.equals("true") && !word.equals("false")) {
            faults.put(name, "is true or false and was sent as '" + shown(word) + "'");
        }
        return word.equals("true");
    }

    private String profile(String usual) {
        String word = text("profile").toLowerCase(Locale.ROOT);
        if (!word.isEmpty() && !Completeness.isKnown(word)) {
            faults.put(
                    "profile", "is 'any', 'complete' or the name of a profile and was sent as '" + shown(word) + "'");
        }
        return word.isEmpty() ? usual : word;
    }
}
