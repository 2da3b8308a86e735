package dev.modeldock.formats;

import java.util.List;

/**
 * What the pickles in a file would bring in. It depends on the bytes alone, so it may be kept by their hash.
 *
 * @param level the worst of the imports, {@link Level#DANGEROUS} also when a part could not be looked into
 * @param imports each once, in the order they were met
 * @param problems why a part could not be looked into, as sentences; empty when all was
 */
public record PickleScan(Level level, List<PickleImport> imports, List<String> problems) {
    public PickleScan {
        imports = List.copyOf(imports);
        problems = List.copyOf(problems);
    }
}
