package dev.modeldock.imports;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.modeldock.formats.Completeness;
import java.util.List;

/**
 * What a request to any source may ask for beside the source's own fields.
 *
 * @param include patterns of the paths that are taken; none for all
 * @param exclude patterns of the paths that are not
 * @param name our name for the model, {@code name} or {@code namespace/name}, or empty for the source's
 * @param alias a name for the version, set when it is in; or empty
 * @param dryRun whether only the plan is asked for
 * @param allowUnsafe whether dangerous pickles are taken
 * @param profile what the files have to be, as {@link Completeness#require} takes it
 */
public record ImportOptions(
        List<String> include,
        List<String> exclude,
        String name,
        String alias,
        OnConflict onConflict,
        boolean dryRun,
        boolean allowUnsafe,
        String profile) {
    /** Asks for nothing special. */
    public static final ImportOptions NONE =
            new ImportOptions(List.of(), List.of(), "", "", OnConflict.FAIL, false, false, Completeness.ANY);

    @JsonIgnore
    Selection selection() {
        return new Selection(include, exclude);
    }
}
