package dev.modeldock.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.access.Caller;
import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether the place that a model came from has a newer version of it. */
public final class Updates {
    private final SourceRequests requests;
    private final Models models;
    private final Blobs blobs;

    Updates(SourceRequests requests, Models models, Blobs blobs) {
        this.requests = requests;
        this.models = models;
        this.blobs = blobs;
    }

    /**
     * What was found.
     *
     * @param current the version that is here
     * @param upstream what its place has now
     * @param available whether that is another version
     * @param listed whether the counts are known
     */
    public record Update(
            Version current, Snapshot upstream, boolean available, boolean listed, Changes changes, long bytesToMove) {}

    /** How many files differ. */
    public record Changes(int added, int changed, int removed, int unchanged) {}

    /**
     * Say in a draft what the model's version was once asked for with, at its source; what the draft says already stays.
     *
     * @return the source's id
     * @throws DockException {@code CONFLICT} when it came in a way that cannot be gone again, such as an upload
     */
    public String ask(Model model, Version version, ImportDraft draft) {
        JsonNode request = version.origin().path("request");
        if (!request.isObject()) {
            throw new DockException(
                    Problem.CONFLICT,
                    "This version of " + model.name() + " was uploaded, so there is no place to ask for a newer one."
                            + " Upload the newer one.");
        }
        request.properties().forEach(field -> {
            if (!draft.given().containsKey(field.getKey())) {
                draft.values(field.getKey(), texts(field.getValue()));
            }
        });
        draft.value("name", model.name().toString());
        return version.origin().path("source").asText().toLowerCase(Locale.ROOT);
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(each -> texts.add(each.asText()));
        } else {
            texts.add(value.asText());
        }
        return texts;
    }

    /** Ask the model's place. */
    public Update look(Model model, Version version, ImportDraft draft, Caller caller)
            throws IOException, InterruptedException {
        PreparedImport prepared = requests.prepare(ask(model, version, draft), draft, caller);
        Snapshot upstream = prepared.snapshot();
        boolean listed = upstream.layout() == Snapshot.Layout.MODEL;
        Changes changes = listed ? changes(version, upstream) : new Changes(0, 0, 0, 0);
        boolean available = upstream.commit().isEmpty()
                ? changes.added() + changes.changed() + changes.removed() > 0
                : !upstream.commit().equals(version.commit());
        Forecast forecast = prepared.forecast();
        long toMove = available ? forecast.bytes() - forecast.bytesHere() : 0;
        return new Update(version, upstream, available, listed, changes, toMove);
    }

    private Changes changes(Version version, Snapshot upstream) {
        Map<String, RemoteFile> there = new HashMap<>();
        upstream.files().forEach(file -> there.put(file.path(), file));
        int removed = 0;
        int changed = 0;
        int unchanged = 0;
        for (VersionFile mine : models.files(version)) {
            RemoteFile other = there.remove(mine.path());
            if (other == null) {
                removed++;
            } else if (isSame(mine, other)) {
                unchanged++;
            } else {
                changed++;
            }
        }
        return new Changes(there.size(), changed, removed, unchanged);
    }

    private boolean isSame(VersionFile mine, RemoteFile other) {
        if (!other.sha256().isEmpty()) {
            return other.sha256().equals(mine.sha256());
        }
        return other.size() == mine.size()
                && blobs.find(mine.sha256())
                        .map(Blob::gitSha1)
                        .filter(git -> !git.isEmpty())
                        .map(git -> git.equals(other.gitSha1()))
                        .orElse(false);
    }
}
