package dev.modeldock.hub.push;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.formats.Formats;
import dev.modeldock.formats.Inspection;
import dev.modeldock.hub.History;
import dev.modeldock.imports.Examination;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a version of the files that a push has come to, once they were looked at. */
record PushedVersion(Examination examination, String user, CommitLine.Header said) {
    /** Where models come from that were made by a push. */
    static final String SOURCE = "PUSH";

    private static final String UNTITLED = "Upload";

    /**
     * Where a push begins.
     *
     * @param commit empty when there is none yet
     */
    record Parent(String commit, Map<String, StagedBlob> files) {
        static final Parent NONE = new Parent("", Map.of());
    }

    /**
     * The files are looked at as those of an import are. What the branch had before is trusted, and what is lacking may
     * come in later commits.
     *
     * @throws DockException {@code INVALID_MODEL}, {@code UNSAFE_MODEL}
     */
    NewVersion of(ModelName name, Map<String, StagedBlob> files, Parent parent) {
        // Under some names nobody looks for pickles: what came under those is looked at under any other.
        Set<String> trusted = Push.hashes(parent.files()).entrySet().stream()
                .filter(file -> Formats.looksForPickles(file.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        Inspection found = inspected(files, new Examination.Terms(false, true, trusted::contains));
        return new NewVersion(
                name,
                user,
                SOURCE,
                "",
                "",
                found.profile().label(),
                Examination.facts(found, List.of()),
                origin(parent),
                NewVersion.Naming.MAIN,
                files.entrySet().stream().map(PushedVersion::file).toList());
    }

    private Inspection inspected(Map<String, StagedBlob> files, Examination.Terms terms) {
        try {
            return examination.look(files, terms);
        } catch (DockException e) {
            if (e.problem() != Problem.UNSAFE_MODEL) {
                throw e;
            }
            throw new DockException(
                    Problem.UNSAFE_MODEL,
                    e.getMessage() + " A push cannot allow them; an import with allow_unsafe can.",
                    e.details(),
                    e);
        }
    }

    private ObjectNode origin(Parent parent) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(History.PARENT, parent.commit())
                .put("source", SOURCE)
                .put("title", said.title().isEmpty() ? UNTITLED : said.title())
                .put("message", said.message())
                .put("user", user);
    }

    private static VersionFile file(Map.Entry<String, StagedBlob> file) {
        StagedBlob content = file.getValue();
        return new VersionFile(
                file.getKey(),
                content.blob().sha256(),
                content.blob().size(),
                content.blob().crc32());
    }
}
