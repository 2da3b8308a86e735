package dev.modeldock.sources.local;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceContext;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings in what is at hand. The snapshot's origin tells {@code file} or {@code path} as the client named it, and what
 * was left out: {@code ignoredDirectories} (without any model file) and {@code ignoredFiles} (beside the models), one
 * name a line.
 */
final class LocalSource implements ModelSource {
    private static final String PLACE = ".place";
    private static final String NEWEST = ".newest";
    private static final String WRAPPER = ".wrapper";

    private final Roots roots;
    private final SourceContext context;

    LocalSource(Roots roots, SourceContext context) {
        this.roots = roots;
        this.context = context;
    }

    @Override
    public Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException {
        Optional<Path> upload = request.file(LocalSourceFactory.FILE);
        Optional<String> path = request.find(LocalSourceFactory.PATH);
        if (upload.isPresent() == path.isPresent()) {
            throw Refusals.refused(
                    upload.isPresent()
                            ? "Both a file and a path on the server were sent. Send one of the two."
                            : "Neither a file nor a path on the server was sent. Send an archive as the field 'file'.");
        }
        Path found = upload.isPresent() ? upload.get() : roots.find(path.get());
        String label =
                path.orElseGet(() -> request.find(LocalSourceFactory.FILE).orElse("model"));
        Map<String, String> origin = new TreeMap<>();
        origin.put(upload.isPresent() ? LocalSourceFactory.FILE : LocalSourceFactory.PATH, label);
        origin.put(PLACE, found.toString());
        Place place = place(origin);
        String name = asked(request).orElseGet(() -> name(found, path.isPresent() ? found.toString() : label));
        Plan plan = Plan.of(place.files(), name);
        origin.put(NEWEST, Long.toString(place.newest()));
        return snapshot(plan, origin);
    }

    /** A name that the client chose is taken as it is, or refused; only names of files and directories are cleaned. */
    private static Optional<String> asked(Request request) throws SourceException {
        Optional<String> name = request.find(LocalSourceFactory.MODEL_NAME);
        if (name.isPresent() && !name.get().equals(Names.clean(name.get()))) {
            throw Refusals.refused("\"" + LocalSourceFactory.MODEL_NAME + "\" is '" + name.get()
                    + "'; expected are 1 to 96 letters, digits, '.', '_' or '-', not beginning with '.' or '-'.");
        }
        return name;
    }

    private static String name(Path place, String label) {
        return Files.isDirectory(place) ? Names.last(label) : Names.stem(label);
    }

    private static Snapshot snapshot(Plan plan, Map<String, String> origin) {
        origin.put(WRAPPER, plan.paths().wrapper());
        if (!plan.ignoredDirectories().isEmpty()) {
            origin.put("ignoredDirectories", Told.lines(plan.ignoredDirectories()));
        }
        if (!plan.ignoredFiles().isEmpty()) {
            origin.put("ignoredFiles", Told.lines(plan.ignoredFiles()));
        }
        return new Snapshot(plan.name(), "", "", plan.paths().layout(), plan.files(), origin);
    }

    @Override
    public void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException {
        Paths paths = new Paths(snapshot.layout(), snapshot.origin().getOrDefault(WRAPPER, ""));
        place(snapshot.origin()).fetch(snapshot, paths, sink);
    }

    private Place place(Map<String, String> origin) throws SourceException, IOException {
        String label = origin.getOrDefault(LocalSourceFactory.FILE, origin.getOrDefault(LocalSourceFactory.PATH, ""));
        Path place = Path.of(origin.getOrDefault(PLACE, ""));
        long newest = Long.parseLong(origin.getOrDefault(NEWEST, Long.toString(Long.MAX_VALUE)));
        boolean ofServer = !origin.containsKey(LocalSourceFactory.FILE);
        if (!Files.exists(place)) {
            throw Refusals.changed("'" + label + "'");
        }
        // The roots may be others than when the import was planned.
        if (ofServer && !roots.hold(place.toRealPath())) {
            throw Refusals.refused("The path is not below a directory that the operator opened to imports any more.");
        }
        return Files.isDirectory(place)
                ? new DirectoryPlace(place, roots, newest)
                : new PackedPlace(place, label, newest, context);
    }
}
