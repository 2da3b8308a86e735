package dev.modeldock.formats;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scans the pickles of a model and refuses dangerous ones, unless they are wanted all the same. */
final class PickleChecks {
    private final ModelFiles model;
    private final InspectionRequest request;
    private final Map<String, PickleScan> scans = new LinkedHashMap<>();
    private final Map<String, PickleScan> dangerous = new LinkedHashMap<>();

    private PickleChecks(ModelFiles model, InspectionRequest request) {
        this.model = model;
        this.request = request;
    }

    /** The scans of all files that hold pickles, by SHA-256. */
    static Map<String, PickleScan> scan(ModelFiles model, InspectionRequest request) {
        PickleChecks checks = new PickleChecks(model, request);
        model.all().forEach(checks::check);
        if (!checks.dangerous.isEmpty()) {
            throw checks.refusal();
        }
        return checks.scans;
    }

    /** Not those whose headers were checked byte by byte: under such a name, nothing loads a pickle. */
    static boolean looksInto(String path) {
        return !path.endsWith(".safetensors") && !path.endsWith(".gguf") && !path.endsWith(".onnx");
    }

    private void check(ModelFile file) {
        if (!looksInto(file.path())) {
            return;
        }
        Optional<PickleScan> known = request.knownScans().apply(file.sha256());
        Optional<PickleScan> scan =
                known.isPresent() ? known : model.read(file, "file", bytes -> PickleScanner.scan(bytes, file.path()));
        scan.ifPresent(found -> keep(file, found));
    }

    private void keep(ModelFile file, PickleScan scan) {
        scans.put(file.sha256(), scan);
        switch (scan.level()) {
            case INNOCUOUS -> {}
            case SUSPICIOUS ->
                model.note(ModelFiles.shown(file.path()) + " is a pickle that is suspicious: " + why(scan) + ".");
            case DANGEROUS -> {
                if (!request.trusted().test(file.sha256())) {
                    dangerous.put(file.path(), scan);
                }
                model.note(ModelFiles.shown(file.path()) + " is a pickle that is dangerous: " + why(scan) + ".");
            }
        }
    }

    private DockException refusal() {
        Map.Entry<String, PickleScan> first = dangerous.entrySet().iterator().next();
        String others = dangerous.size() > 1 ? " (and " + (dangerous.size() - 1) + " more files like it)" : "";
        Map<String, Object> files = new LinkedHashMap<>();
        dangerous.forEach((path, scan) ->
                files.put(path, Map.of("level", scan.level(), "imports", scan.imports(), "problems", scan.problems())));
        return new DockException(
                Problem.UNSAFE_MODEL,
                ModelFiles.shown(first.getKey()) + others + " could run code when it is loaded: "
                        + why(first.getValue())
                        + ". Bring the model as safetensors, or allow unsafe files if you trust its origin.",
                Map.of("files", files));
    }

    /** The worst imports and the problems, in words. */
    private static String why(PickleScan scan) {
        List<String> reasons = new ArrayList<>(scan.problems());
        List<String> imports = scan.imports().stream()
                .filter(one -> one.level() == scan.level() || one.level() == Level.DANGEROUS)
                .map(PickleChecks::shown)
                .toList();
        if (!imports.isEmpty()) {
            reasons.add("it imports " + ModelFiles.list(imports));
        }
        return reasons.isEmpty() ? "it is broken" : ModelFiles.shown(String.join("; ", reasons));
    }

    private static String shown(PickleImport one) {
        String text = one.module().equals(PickleVerdicts.UNKNOWN)
                ? "something that cannot be told (" + one.name() + ")"
                : one.module() + "." + one.name();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
