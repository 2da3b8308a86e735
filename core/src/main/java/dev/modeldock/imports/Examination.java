package dev.modeldock.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.database.Database;
import dev.modeldock.formats.Formats;
import dev.modeldock.formats.Inspection;
import dev.modeldock.formats.InspectionRequest;
import dev.modeldock.formats.ModelFile;
import dev.modeldock.formats.PickleScan;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the files of models before they become versions, and remembers what pickles were found to be. */
public final class Examination {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScanStore scans;
    private final Clock clock;
    private final Formats formats = new Formats();

    public Examination(Database database, Clock clock) {
        this.scans = new ScanStore(database);
        this.clock = clock;
    }

    /**
     * How to look.
     *
     * @param adapter whether the files were announced as an adapter
     * @param growing whether more of them may come later
     * @param trusted whether a dangerous pickle, known by its SHA-256, is taken
     */
    public record Terms(boolean adapter, boolean growing, Predicate<String> trusted) {}

    /** Look at files that are in staging or in the store; {@code INVALID_MODEL} or {@code UNSAFE_MODEL} says what is wrong. */
    public Inspection look(Map<String, StagedBlob> files, Terms terms) {
        List<ModelFile> looked =
                files.entrySet().stream().map(Examination::modelFile).toList();
        Map<String, PickleScan> known =
                scans.among(looked.stream().map(ModelFile::sha256).toList());
        Inspection inspection = formats.inspect(
                looked,
                new InspectionRequest(
                        terms.adapter(),
                        terms.growing(),
                        terms.trusted(),
                        sha256 -> Optional.ofNullable(known.get(sha256))));
        scans.save(inspection.scans(), clock.millis());
        return inspection;
    }

    /**
     * Look at one file for what could run code, before the model's others are here.
     *
     * @throws dev.modeldock.problems.DockException {@code UNSAFE_MODEL} when it is a dangerous pickle, unless that is wanted
     */
    public void requireSafe(String path, StagedBlob file, boolean allowUnsafe) {
        InspectionRequest request = new InspectionRequest(false, true, sha256 -> allowUnsafe, scans::find);
        Map<String, PickleScan> found = formats.scan(modelFile(Map.entry(path, file)), request);
        if (!found.isEmpty()) {
            scans.save(found, clock.millis());
        }
    }

    private static ModelFile modelFile(Map.Entry<String, StagedBlob> file) {
        StagedBlob staged = file.getValue();
        return new ModelFile(file.getKey(), staged.blob().size(), staged.blob().sha256(), staged.content());
    }

    /** What was found, as a version keeps it; with further sentences on its files. */
    public static ObjectNode facts(Inspection inspection, List<String> further) {
        ObjectNode facts = JSON.valueToTree(inspection.facts());
        if (!inspection.notes().isEmpty() || !further.isEmpty()) {
            ArrayNode notes = facts.putArray("notes");
            inspection.notes().forEach(notes::add);
            further.forEach(notes::add);
        }
        return facts;
    }
}
