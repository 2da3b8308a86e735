package dev.modeldock.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.imports.Arrival;
import dev.modeldock.imports.Underway;
import dev.modeldock.models.Access;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Version;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A version that is being imported, as it is shown until it is here.
 *
 * @param fresh whether its model is not here yet either
 * @param version whose id is negative: no row has it
 */
record Incoming(Underway underway, boolean fresh, Model model, Version version, PlannedFiles files, Arrival arrival) {
    private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-f]{7,40}");

    /** @param number of this process, from 1 on */
    static Incoming of(long number, Underway underway, Optional<Model> here, Arrival arrival) {
        Instant created = underway.job().times().created();
        Model model = here.orElseGet(() -> new Model(
                underway.job().modelId(),
                ModelName.of(underway.name()),
                underway.job().user(),
                Access.PUBLIC,
                "",
                underway.job().source(),
                created,
                created));
        return new Incoming(
                underway,
                here.isEmpty(),
                model,
                version(-number, underway, model),
                new PlannedFiles(underway.snapshot()),
                arrival);
    }

    private static Version version(long id, Underway underway, Model model) {
        Snapshot snapshot = underway.snapshot();
        return new Version(
                id,
                model.id(),
                snapshot.commit(),
                "",
                facts(snapshot),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("source", underway.job().source())
                        .put("job", underway.job().id()),
                snapshot.files().stream()
                        .mapToLong(RemoteFile::size)
                        .filter(size -> size > 0)
                        .sum(),
                snapshot.files().size(),
                underway.job().user(),
                underway.job().times().created());
    }

    /** What its place tells; the files will tell more. */
    private static ObjectNode facts(Snapshot snapshot) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        String tags = snapshot.origin().getOrDefault("tags", "");
        if (!tags.isEmpty()) {
            tags.lines().forEach(facts.putArray("tags")::add);
        }
        copy(snapshot, "pipeline_tag", facts, "pipelineTag");
        copy(snapshot, "library_name", facts, "libraryName");
        return facts;
    }

    private static void copy(Snapshot from, String key, ObjectNode to, String fact) {
        String value = from.origin().get(key);
        if (value != null) {
            to.put(fact, value);
        }
    }

    /** In whose name it comes. */
    Caller owner() {
        return new Caller(underway.job().user(), Set.of(Scope.READ), Optional.empty());
    }

    String commit() {
        return version.commit();
    }

    boolean isNamed(String name) {
        return model.name().toString().equalsIgnoreCase(name);
    }

    /** Whether a revision means this version: the name it was asked for by, its commit, or the beginning of that. */
    boolean is(String revision) {
        String lower = revision.toLowerCase(Locale.ROOT);
        return revision.equals(underway.snapshot().revision())
                || SHORT_COMMIT.matcher(lower).matches() && commit().startsWith(lower);
    }
}
