package dev.modeldock.storedfiles;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a file is sent for, which decides the extensions that it may come under; the content decides what it is. */
public enum FileContext {
    /** A model: its session becomes a job that imports it. */
    MODEL("model", FileExtensions.MODELS),
    /** What a dataset is made of. */
    DATASET(
            "dataset",
            Stream.of(FileExtensions.ARCHIVES, List.of("csv", "json", "jsonl"))
                    .flatMap(List::stream)
                    .toList()),
    /** Anything: media and definitions. */
    BULK_IMPORT("bulkImport", FileExtensions.MEDIA_AND_DEFINITIONS),
    /** A definition of a tool. */
    TOOL("tool", FileExtensions.MEDIA_AND_DEFINITIONS),
    /** As {@link #TOOL}, in the later word for it. */
    WORKFLOW("workflow", FileExtensions.MEDIA_AND_DEFINITIONS),
    /** As {@link #TOOL}, in the earlier word for it. */
    AGENT("agent", FileExtensions.MEDIA_AND_DEFINITIONS);

    private static final int LONGEST = 64;

    private final String label;
    private final List<String> extensions;

    FileContext(String label, List<String> extensions) {
        this.label = label;
        this.extensions = extensions;
    }

    /** Find one by its label in any case, or {@code VALIDATION_ERROR} that names the nearest. */
    public static FileContext of(String label) {
        List<String> labels = Arrays.stream(values()).map(FileContext::label).toList();
        return Arrays.stream(values())
                .filter(context -> context.label.equalsIgnoreCase(label.strip()))
                .findFirst()
                .orElseThrow(() -> new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"fileContext\" is \"" + shown(label) + "\"; expected one of " + String.join(", ", labels)
                                + ". The nearest is \"" + Spelling.nearest(label, labels) + "\".",
                        Map.of("field", "fileContext")));
    }

    /** As clients write it. */
    public String label() {
        return label;
    }

    /** Without a dot, in small letters. */
    public List<String> extensions() {
        return extensions;
    }

    /** The extension in small letters and without its dot, or {@code VALIDATION_ERROR} when it is none of these. */
    public String extension(String given) {
        String bare = given.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
        if (!extensions.contains(bare)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The extension \"" + shown(given) + "\" (fileExtension) is not taken for the fileContext " + label
                            + "; expected one of " + extensions.stream().collect(Collectors.joining(", ")) + ".",
                    Map.of("field", "fileExtension"));
        }
        return bare;
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }
}
