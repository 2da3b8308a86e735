package dev.modeldock.hub;

import dev.modeldock.models.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists a version's tree, or a part of it, page by page. */
public record HubTree(HubFiles files, Version version) {
    /** Behind all that a directory holds: no name has this, which is no character. */
    private static final String END = "/\uDBFF\uDFFF";

    /**
     * A part of a listing.
     *
     * @param next where the next part begins; empty when this is the last
     */
    public record Page(List<HubEntry> entries, Optional<String> next) {}

    /**
     * Which part of the tree.
     *
     * @param directory empty for the whole
     * @param after what {@link Page#next} said, or empty
     */
    public record Part(String directory, boolean recursive, String after, int limit) {
        String prefix() {
            return directory.isEmpty() ? "" : directory + "/";
        }
    }

    /** Entries in the order of their paths, each directory before what it holds. */
    public Page page(Part part) {
        Listing listing = new Listing(part);
        String after = part.after().isEmpty() ? part.prefix() : part.after();
        while (true) {
            List<HubEntry.File> found = files.files(version, after, part.limit() + 1);
            for (HubEntry.File file : found) {
                if (!file.path().startsWith(part.prefix())) {
                    return listing.last();
                }
                if (listing.isFull(file)) {
                    return listing.whole();
                }
                listing.add(file);
            }
            if (found.size() <= part.limit()) {
                return listing.last();
            }
            after = listing.after;
        }
    }

    private final class Listing {
        private final Part part;
        private final List<HubEntry> entries = new ArrayList<>();
        private final Set<String> told = new HashSet<>();
        private String after = "";

        Listing(Part part) {
            this.part = part;
            parents(part.after()).forEach(told::add);
        }

        /** The directories between the one that is listed and a path, the outermost first. */
        private List<String> parents(String path) {
            List<String> parents = new ArrayList<>();
            int from = part.prefix().length();
            for (int slash = path.indexOf('/', from); slash > 0; slash = path.indexOf('/', slash + 1)) {
                parents.add(path.substring(0, slash));
            }
            return parents;
        }

        private List<String> untold(HubEntry.File file) {
            List<String> parents = parents(file.path());
            List<String> shown = part.recursive() || parents.isEmpty() ? parents : parents.subList(0, 1);
            return shown.stream().filter(directory -> !told.contains(directory)).toList();
        }

        boolean isFull(HubEntry.File file) {
            boolean adds = !untold(file).isEmpty()
                    || part.recursive()
                    || parents(file.path()).isEmpty();
            return adds && entries.size() >= part.limit();
        }

        void add(HubEntry.File file) {
            Map<String, String> hashes = untold(file).isEmpty() ? Map.of() : files.directories(version);
            for (String directory : untold(file)) {
                told.add(directory);
                entries.add(new HubEntry.Directory(directory, hashes.get(directory)));
            }
            List<String> parents = parents(file.path());
            if (part.recursive() || parents.isEmpty()) {
                entries.add(file);
                after = file.path();
            } else {
                after = parents.get(0) + END;
            }
        }

        Page whole() {
            return new Page(entries, Optional.of(after));
        }

        Page last() {
            return new Page(entries, Optional.empty());
        }
    }
}
